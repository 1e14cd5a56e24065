"""What a viewer tells the channel. It becomes a case, so that whoever spoke can see what came of it."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint
from pydantic import AfterValidator, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from channel_api.answers import FeedbackKind, FeedbackReceipt
from channel_api.callers import client_address
from channel_api.cases.texts import LONGEST_TEXT, IdentityNumberError
from channel_api.contract import Body, Operation, operation
from channel_api.feedback_desk import Message, TooMuchFeedbackError, receive_feedback
from channel_api.parameters import Identifier, RegionCode, path_to
from channel_api.problems import FieldFault, ProblemError
from channel_api.runtime import Services
from content.model import NATIONAL_REGION
from content.ready_sentences import ready_sentences


class _ReadyChoice:
    """Describes the ids of the data file in OpenAPI; read only when the document is made."""

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "enum": list(ready_sentences())}


def _require_known(choice: str) -> str:
    if choice not in ready_sentences():
        raise ValueError("no such sentence")
    return choice


class FeedbackBody(Body):
    """`choice` is the id of a ready sentence; an identity number in `text` is refused."""

    kind: FeedbackKind
    choice: Annotated[str, AfterValidator(_require_known), _ReadyChoice()] = ""
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    service: Identifier = ""
    region: RegionCode = NATIONAL_REGION


def blueprint(services: Services) -> Blueprint:
    """`/v1/feedback`."""
    routes = Blueprint("feedback", __name__)

    @routes.post("/v1/feedback")
    @operation(
        Operation(
            access="public",
            summary="Tells the channel something; the receipt's number and code look up the answer",
            body=FeedbackBody,
            answer=FeedbackReceipt,
            status=201,
            cache_seconds=None,
            problems=("not_found", "limited"),
        )
    )
    def tell(body: FeedbackBody) -> FeedbackReceipt:
        catalogue = services.catalogue.current()
        path_to(catalogue, body.region)
        if body.service and body.service not in catalogue.by_id:
            raise ProblemError("not_found", "unknown_service")
        message = Message(
            kind=body.kind, choice=body.choice, text=body.text, service_id=body.service, region=body.region
        )
        address = client_address(services.config.trusted_proxies)
        try:
            return receive_feedback(services.database, services.keys, message, address=address, now=services.clock())
        except IdentityNumberError:
            faults = [FieldFault(field="text", reason="identity_number")]
            raise ProblemError("invalid", "identity_number", faults=faults) from None
        except TooMuchFeedbackError as error:
            wait = {"Retry-After": str(error.retry_after_seconds)}
            raise ProblemError("limited", "too_much_feedback", headers=wait) from None

    return routes

"""Topics: the tiles of the home screen."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint

from channel_api.answers import TopicCount
from channel_api.contract import Operation, operation
from channel_api.paging import Page, PageQuery, page_of
from channel_api.parameters import RegionQuery, path_to
from channel_api.runtime import Services


class TopicsQuery(PageQuery, RegionQuery):
    """The region whose services are counted."""


def blueprint(services: Services) -> Blueprint:
    """`/v1/topics`."""
    routes = Blueprint("topics", __name__)

    @routes.get("/v1/topics")
    @operation(
        Operation(
            access="public",
            summary="Topics in order, with the number of services each has in the region",
            query=TopicsQuery,
            items=TopicCount,
            problems=("not_found",),
            example={"query": {"region": "{region}", "limit": "3"}},
        )
    )
    def topics(query: TopicsQuery) -> Page:
        catalogue = services.catalogue.current()
        path = path_to(catalogue, query.region)
        counts = Counter(entry.summary.topic for entry in catalogue.entries if catalogue.is_offered(entry, path))
        counted = [
            TopicCount(id=topic.id, title=topic.title, count=counts[topic.id], order=topic.order, on_home=topic.on_home)
            for topic in catalogue.topics
        ]
        return page_of(counted, query, key=lambda topic: (topic.order, topic.id))

    return routes

"""Taking a guide along: the page a telephone opens, and what opens it. Rules only; `take_desk` stores."""

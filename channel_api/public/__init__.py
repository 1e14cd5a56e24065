"""The endpoints everybody may call, one file a thing. They only translate between HTTP and what lies below."""

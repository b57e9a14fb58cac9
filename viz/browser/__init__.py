"""The graph browser: a local web application over one graph, read only.

::

    web        HTTP: routes, static files, a closed page stops its question (Starlette, uvicorn)
    doors      who may ask: host, origin, token; headers of every answer
    api        the table of endpoints, and the OpenAPI description made from it
    contract   what each endpoint takes (pydantic); answers: what it gives
    jobs       a question's deadline, its connection, how it is stopped
    explore, nodes, reasons, asking, overview, taking
               what the endpoints do, in terms of Cypher; they know nothing of HTTP
    wire       nodes and links as the page sees them
    limits     what a question may cost
"""

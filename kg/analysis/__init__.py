"""Network analysis of a graph, on networkx.

Each module measures one thing and takes a network (`networks` makes them of a graph) or arrays;
what is random is seeded, so that the same graph gives the same answer. `measures` names them all,
as ``kg analyse`` and `queries` ask for them.
"""

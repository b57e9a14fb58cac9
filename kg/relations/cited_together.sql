-- Papers by the papers that cite them.
SELECT target AS thing, source AS item, 1.0 AS share FROM cites

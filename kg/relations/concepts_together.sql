-- Concepts by the papers that have them.
SELECT target AS thing, source AS item, 1.0 AS share FROM has_concept

-- Papers by the works that they cite, works outside the corpus included. A work that more than
-- settings.most_papers papers cite couples none.
WITH cited AS (
    SELECT work
    FROM refs
    CROSS JOIN settings
    GROUP BY work
    HAVING COUNT(*) > 1 AND COUNT(*) <= MIN(settings.most_papers)
)
SELECT refs.paper AS thing, refs.work AS item, 1.0 AS share
FROM refs
JOIN cited ON cited.work = refs.work

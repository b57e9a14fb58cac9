-- Papers by the methods that they introduce, build on or compare with, each with its share of the
-- paper: inverse document frequencies, scaled to length one. A method of more than
-- settings.common_papers papers relates none.
WITH named AS (
    SELECT source, target FROM builds_on
    UNION SELECT source, target FROM compares_with
    UNION SELECT source, target FROM introduces WHERE target_label = 'Method'
),
counted AS (
    SELECT target AS method, COUNT(*) AS papers FROM named GROUP BY target
),
weighted AS (
    SELECT named.source AS paper, counted.method, counted.papers,
        LN(1.0 + settings.papers / CAST(counted.papers AS DOUBLE)) AS idf
    FROM named
    JOIN counted ON counted.method = named.target
    CROSS JOIN settings
),
shares AS (
    SELECT paper, method, papers, idf / SQRT(SUM(idf * idf) OVER (PARTITION BY paper)) AS share
    FROM weighted
)
SELECT shares.paper AS thing, shares.method AS item, shares.share
FROM shares
CROSS JOIN settings
WHERE shares.papers > 1 AND shares.papers <= settings.common_papers

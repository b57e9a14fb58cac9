-- Papers by their concepts, each with its share of the paper: inverse document frequencies, scaled
-- to length one. A concept of more than settings.common_papers papers relates none.
WITH counted AS (
    SELECT target AS concept, COUNT(*) AS papers FROM has_concept GROUP BY target
),
weighted AS (
    SELECT has_concept.source AS paper, counted.concept, counted.papers,
        LN(1.0 + settings.papers / CAST(counted.papers AS DOUBLE)) AS idf
    FROM has_concept
    JOIN counted ON counted.concept = has_concept.target
    CROSS JOIN settings
),
shares AS (
    SELECT paper, concept, papers, idf / SQRT(SUM(idf * idf) OVER (PARTITION BY paper)) AS share
    FROM weighted
)
SELECT shares.paper AS thing, shares.concept AS item, shares.share
FROM shares
CROSS JOIN settings
WHERE shares.papers > 1 AND shares.papers <= settings.common_papers

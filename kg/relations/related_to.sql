-- The closest papers. score = 1 - product of (1 - w * s) over: concepts in common (cosine of
-- inverse document frequencies, w 0.8), text (cosine of embeddings, 0.5), methods in common (cosine
-- of inverse document frequencies, 0.3), benchmarks in common (weight / (1 + weight), 0.5), citation
-- (0.5), bibliographic coupling (0.5), co-citation (0.4). Each paper's best settings.nearest stay.
WITH items AS (
    SELECT 0 AS kind, source AS paper, target AS item FROM has_concept
    UNION ALL
    SELECT DISTINCT 1 AS kind, source AS paper, target AS item FROM (
        SELECT source, target FROM builds_on
        UNION ALL SELECT source, target FROM compares_with
        UNION ALL SELECT source, target FROM introduces WHERE target_label = 'Method'
    ) named
),
counted AS (
    SELECT kind, item, COUNT(*) AS papers FROM items GROUP BY kind, item
),
weighted AS (
    SELECT items.kind, items.paper, items.item, counted.papers,
        LN(1.0 + settings.papers / CAST(counted.papers AS DOUBLE)) AS idf
    FROM items
    JOIN counted ON counted.kind = items.kind AND counted.item = items.item
    CROSS JOIN settings
),
shares AS (
    SELECT kind, paper, item, papers,
        idf / SQRT(SUM(idf * idf) OVER (PARTITION BY kind, paper)) AS share
    FROM weighted
),
common AS (
    SELECT shares.kind, shares.paper, shares.item, shares.share
    FROM shares
    CROSS JOIN settings
    WHERE shares.papers > 1 AND shares.papers <= settings.common_papers
),
in_common AS (
    SELECT a.paper AS source, b.paper AS target,
        SUM(CASE WHEN a.kind = 0 THEN a.share * b.share ELSE 0.0 END) AS concepts,
        SUM(CASE WHEN a.kind = 1 THEN a.share * b.share ELSE 0.0 END) AS methods
    FROM common a
    JOIN common b ON a.item = b.item AND a.kind = b.kind AND a.paper < b.paper
    GROUP BY a.paper, b.paper
),
parts AS (
    SELECT source, target,
        LN(GREATEST(1e-9, 1.0 - 0.8 * concepts)) + LN(GREATEST(1e-9, 1.0 - 0.3 * methods)) AS part
    FROM in_common
    UNION ALL SELECT source, target, LN(1.0 - 0.5 * weight / (1.0 + weight)) FROM shares_benchmark
    UNION ALL SELECT source, target, LN(1.0 - 0.5 * weight) FROM coupled_with
    UNION ALL SELECT source, target, LN(1.0 - 0.4 * weight) FROM co_cited_with
    UNION ALL SELECT DISTINCT LEAST(source, target), GREATEST(source, target), LN(0.5) FROM cites
    UNION ALL SELECT source, target, LN(1.0 - 0.5 * similarity) FROM alike
),
scores AS (
    SELECT source, target, ROUND(1.0 - EXP(SUM(part)), 6) AS score
    FROM parts
    GROUP BY source, target
),
enough AS (
    SELECT source, target, score
    FROM scores
    CROSS JOIN settings
    WHERE score >= settings.least_score
),
both_ways AS (
    SELECT source, target, score, source AS paper, target AS other FROM enough
    UNION ALL SELECT source, target, score, target AS paper, source AS other FROM enough
),
ranked AS (
    SELECT source, target, score,
        ROW_NUMBER() OVER (PARTITION BY paper ORDER BY score DESC, other) AS place
    FROM both_ways
)
SELECT DISTINCT
    'Paper' AS source_label,
    source,
    'Paper' AS target_label,
    target,
    score
FROM ranked
CROSS JOIN settings
WHERE place <= settings.nearest

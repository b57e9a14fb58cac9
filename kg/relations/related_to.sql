-- The closest papers. score = 1 - product of (1 - w * s) over: concepts in common (cosine of
-- inverse document frequencies, w 0.8), text (cosine of embeddings, 0.5), methods in common (cosine
-- of inverse document frequencies, 0.3), benchmarks in common (weight / (1 + weight), 0.5), citation
-- (0.5), bibliographic coupling (0.5), co-citation (0.4). Each paper's best settings.nearest stay.
WITH items AS (
    SELECT 'concept' AS kind, source AS paper, target AS item FROM has_concept
    UNION ALL
    SELECT DISTINCT 'method' AS kind, source AS paper, target AS item FROM (
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
lengths AS (
    SELECT kind, paper, SQRT(SUM(idf * idf)) AS length FROM weighted GROUP BY kind, paper
),
in_common AS (
    SELECT a.kind, a.paper AS source, b.paper AS target,
        SUM(a.idf * b.idf) / (MIN(i.length) * MIN(j.length)) AS cosine
    FROM weighted a
    JOIN weighted b ON a.kind = b.kind AND a.item = b.item AND a.paper < b.paper
    JOIN lengths i ON i.kind = a.kind AND i.paper = a.paper
    JOIN lengths j ON j.kind = b.kind AND j.paper = b.paper
    CROSS JOIN settings
    WHERE a.papers <= settings.common_papers
    GROUP BY a.kind, a.paper, b.paper
),
parts AS (
    SELECT source, target, 0.8 * cosine AS part FROM in_common WHERE kind = 'concept'
    UNION ALL SELECT source, target, 0.3 * cosine FROM in_common WHERE kind = 'method'
    UNION ALL SELECT source, target, 0.5 * weight / (1.0 + weight) FROM shares_benchmark
    UNION ALL SELECT source, target, 0.5 * weight FROM coupled_with
    UNION ALL SELECT source, target, 0.4 * weight FROM co_cited_with
    UNION ALL SELECT DISTINCT LEAST(source, target), GREATEST(source, target), 0.5 FROM cites
    UNION ALL SELECT source, target, 0.5 * similarity FROM alike
),
scores AS (
    SELECT source, target, ROUND(1.0 - EXP(SUM(LN(GREATEST(1e-9, 1.0 - part)))), 6) AS score
    FROM parts
    GROUP BY source, target
),
both_ways AS (
    SELECT source, target, score, source AS paper, target AS other FROM scores
    UNION ALL SELECT source, target, score, target AS paper, source AS other FROM scores
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
WHERE place <= settings.nearest AND score >= settings.least_score

-- The closest papers. score = 1 - product of (1 - w * s) over: concepts in common (cosine of
-- inverse document frequencies, w 0.8), text (cosine of embeddings, 0.5), methods in common (cosine
-- of inverse document frequencies, 0.3), benchmarks in common (weight / (1 + weight), 0.5), citation
-- (0.5), bibliographic coupling (0.5), co-citation (0.4). Cosines count from settings.least_cosine
-- on. Each paper's best settings.nearest stay. Text alone gives scores of 6 decimals: rounded to 7,
-- none lies where rounding turns.
WITH parts AS (
    SELECT source, target, LN(GREATEST(1e-9, 1.0 - 0.8 * share)) AS part FROM concepts_in_common
    UNION ALL SELECT source, target, LN(GREATEST(1e-9, 1.0 - 0.3 * share)) FROM methods_in_common
    UNION ALL SELECT source, target, LN(1.0 - 0.5 * weight / (1.0 + weight)) FROM shares_benchmark
    UNION ALL SELECT source, target, LN(1.0 - 0.5 * weight) FROM coupled_with
    UNION ALL SELECT source, target, LN(1.0 - 0.4 * weight) FROM co_cited_with
    UNION ALL SELECT DISTINCT LEAST(source, target), GREATEST(source, target), LN(0.5) FROM cites
    UNION ALL SELECT source, target, LN(1.0 - 0.5 * similarity) FROM alike
),
scores AS (
    SELECT source, target, ROUND(1.0 - EXP(SUM(part)), 7) AS score
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

-- The closest papers. score = 1 - product of (1 - w * s) over: concepts in common (cosine of
-- inverse document frequencies, w 0.8), text (cosine of embeddings, 0.5), methods in common (cosine
-- of inverse document frequencies, 0.3), benchmarks in common (weight / (1 + weight), 0.5), citation
-- (0.5), bibliographic coupling (0.5), co-citation (0.4). Each paper's best settings.nearest stay.
WITH concept_papers AS (
    SELECT target AS concept, COUNT(*) AS papers FROM has_concept GROUP BY target
),
concept_weight AS (
    SELECT h.source AS paper, h.target AS concept, LN(1.0 + settings.papers / CAST(c.papers AS DOUBLE)) AS idf
    FROM has_concept h
    JOIN concept_papers c ON c.concept = h.target
    CROSS JOIN settings
),
concept_length AS (
    SELECT paper, SQRT(SUM(idf * idf)) AS length FROM concept_weight GROUP BY paper
),
by_concept AS (
    SELECT a.paper AS source, b.paper AS target, 0.8 * SUM(a.idf * b.idf) / (MIN(i.length) * MIN(j.length)) AS part
    FROM concept_weight a
    JOIN concept_weight b ON a.concept = b.concept AND a.paper < b.paper
    JOIN concept_papers c ON c.concept = a.concept
    JOIN concept_length i ON i.paper = a.paper
    JOIN concept_length j ON j.paper = b.paper
    CROSS JOIN settings
    WHERE c.papers <= settings.common_papers
    GROUP BY a.paper, b.paper
),
uses AS (
    SELECT DISTINCT source AS paper, target AS method FROM (
        SELECT source, target FROM builds_on
        UNION ALL SELECT source, target FROM compares_with
        UNION ALL SELECT source, target FROM introduces WHERE target_label = 'Method'
    ) named
),
method_papers AS (
    SELECT method, COUNT(*) AS papers FROM uses GROUP BY method
),
method_weight AS (
    SELECT u.paper, u.method, LN(1.0 + settings.papers / CAST(m.papers AS DOUBLE)) AS idf
    FROM uses u
    JOIN method_papers m ON m.method = u.method
    CROSS JOIN settings
),
method_length AS (
    SELECT paper, SQRT(SUM(idf * idf)) AS length FROM method_weight GROUP BY paper
),
by_method AS (
    SELECT a.paper AS source, b.paper AS target, 0.3 * SUM(a.idf * b.idf) / (MIN(i.length) * MIN(j.length)) AS part
    FROM method_weight a
    JOIN method_weight b ON a.method = b.method AND a.paper < b.paper
    JOIN method_papers m ON m.method = a.method
    JOIN method_length i ON i.paper = a.paper
    JOIN method_length j ON j.paper = b.paper
    CROSS JOIN settings
    WHERE m.papers <= settings.common_papers
    GROUP BY a.paper, b.paper
),
parts AS (
    SELECT source, target, part FROM by_concept
    UNION ALL SELECT source, target, part FROM by_method
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

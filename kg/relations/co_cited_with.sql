-- Co-citation (Small 1973): papers that cite both. weight is Salton's cosine: both / sqrt(c_i * c_j).
WITH cited AS (
    SELECT target AS paper, COUNT(*) AS papers FROM cites GROUP BY target
)
SELECT
    'Paper' AS source_label,
    together.source,
    'Paper' AS target_label,
    together.target,
    CAST(together.share AS BIGINT) AS papers,
    together.share / SQRT(CAST(i.papers AS DOUBLE) * j.papers) AS weight
FROM cited_together together
JOIN cited i ON i.paper = together.source
JOIN cited j ON j.paper = together.target

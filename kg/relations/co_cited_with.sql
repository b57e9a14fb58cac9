-- Co-citation (Small 1973): papers that cite both. weight is Salton's cosine: both / sqrt(c_i * c_j).
WITH cited AS (
    SELECT target AS paper, COUNT(*) AS papers FROM cites GROUP BY target
)
SELECT
    'Paper' AS source_label,
    a.target AS source,
    'Paper' AS target_label,
    b.target,
    COUNT(*) AS papers,
    COUNT(*) / SQRT(CAST(MIN(i.papers) AS DOUBLE) * MIN(j.papers)) AS weight
FROM cites a
JOIN cites b ON a.source = b.source AND a.target < b.target
JOIN cited i ON i.paper = a.target
JOIN cited j ON j.paper = b.target
CROSS JOIN settings
GROUP BY a.target, b.target
HAVING COUNT(*) >= MIN(settings.least_shared)

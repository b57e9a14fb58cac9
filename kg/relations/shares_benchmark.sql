-- Two papers that evaluate on the same datasets. Each shared dataset adds 1 / ln(1 + n), n the
-- papers that evaluate on it (after Adamic & Adar 2003): what everyone uses weighs less. A dataset
-- that more than settings.most_papers papers use makes no pairs.
WITH used AS (
    SELECT target AS dataset, COUNT(*) AS papers
    FROM evaluates_on
    GROUP BY target
    HAVING COUNT(*) > 1
)
SELECT
    'Paper' AS source_label,
    a.source,
    'Paper' AS target_label,
    b.source AS target,
    ARRAY_SORT(ARRAY_AGG(dataset.name)) AS datasets,
    SUM(1.0 / LN(1.0 + used.papers)) AS weight
FROM evaluates_on a
JOIN evaluates_on b ON a.target = b.target AND a.source < b.source
JOIN used ON used.dataset = a.target
JOIN dataset ON dataset.id = a.target
CROSS JOIN settings
WHERE used.papers <= settings.most_papers
GROUP BY a.source, b.source

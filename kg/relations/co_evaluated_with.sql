-- Two datasets that are evaluated on in the same papers.
SELECT
    'Dataset' AS source_label,
    a.target AS source,
    'Dataset' AS target_label,
    b.target,
    COUNT(*) AS papers
FROM evaluates_on a
JOIN evaluates_on b ON a.source = b.source AND a.target < b.target
GROUP BY a.target, b.target

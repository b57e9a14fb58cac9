-- Two concepts of the same papers. association_strength = c_ij / (c_i * c_j), van Eck & Waltman
-- (2009) eq. 6; npmi = ln(p_ij / (p_i p_j)) / -ln p_ij, Bouma (2009), 1 where every paper has both.
WITH pairs AS (
    SELECT a.target AS source, b.target AS target, COUNT(*) AS papers
    FROM has_concept a
    JOIN has_concept b ON a.source = b.source AND a.target < b.target
    GROUP BY a.target, b.target
),
occurrences AS (
    SELECT target AS concept, COUNT(*) AS papers FROM has_concept GROUP BY target
)
SELECT
    'Concept' AS source_label,
    pairs.source,
    'Concept' AS target_label,
    pairs.target,
    pairs.papers,
    CAST(pairs.papers AS DOUBLE) / (CAST(i.papers AS DOUBLE) * j.papers) AS association_strength,
    CASE
        WHEN pairs.papers = settings.papers THEN 1.0
        ELSE LN(CAST(pairs.papers AS DOUBLE) * settings.papers / (CAST(i.papers AS DOUBLE) * j.papers))
            / -LN(CAST(pairs.papers AS DOUBLE) / settings.papers)
    END AS npmi
FROM pairs
JOIN occurrences i ON i.concept = pairs.source
JOIN occurrences j ON j.concept = pairs.target
CROSS JOIN settings
WHERE pairs.papers >= settings.least_papers

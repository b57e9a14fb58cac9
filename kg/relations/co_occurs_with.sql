-- Two concepts of the same papers. association_strength = c_ij / (c_i * c_j), van Eck & Waltman
-- (2009) eq. 6; npmi = ln(p_ij / (p_i p_j)) / -ln p_ij, Bouma (2009), 1 where every paper has both.
WITH occurrences AS (
    SELECT target AS concept, COUNT(*) AS papers FROM has_concept GROUP BY target
)
SELECT
    'Concept' AS source_label,
    together.source,
    'Concept' AS target_label,
    together.target,
    CAST(together.share AS BIGINT) AS papers,
    together.share / (CAST(i.papers AS DOUBLE) * j.papers) AS association_strength,
    CASE
        WHEN together.share = settings.papers THEN 1.0
        ELSE LN(together.share * settings.papers / (CAST(i.papers AS DOUBLE) * j.papers))
            / -LN(together.share / settings.papers)
    END AS npmi
FROM concepts_together together
JOIN occurrences i ON i.concept = together.source
JOIN occurrences j ON j.concept = together.target
CROSS JOIN settings

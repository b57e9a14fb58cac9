-- From a narrower concept to the broader one: the longest concept that it ends in
-- ("dense retrieval" under "few-shot dense retrieval").
WITH ranked AS (
    SELECT
        endings.concept,
        broader.id AS broader,
        ROW_NUMBER() OVER (
            PARTITION BY endings.concept ORDER BY endings.words DESC, broader.id
        ) AS place
    FROM endings
    JOIN concept broader ON LOWER(broader.name) = endings.ending
    WHERE broader.id <> endings.concept
)
SELECT
    'Concept' AS source_label,
    concept AS source,
    'Concept' AS target_label,
    broader AS target
FROM ranked
WHERE place = 1

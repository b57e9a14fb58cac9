-- Bibliographic coupling (Kessler 1963): references that two papers have in common, works outside
-- the corpus included. weight is Salton's cosine: common / sqrt(n_i * n_j). A work that more than
-- settings.most_papers papers cite couples none.
WITH listed AS (
    SELECT paper, COUNT(*) AS works FROM refs GROUP BY paper
),
cited AS (
    SELECT work, COUNT(*) AS papers FROM refs GROUP BY work
)
SELECT
    'Paper' AS source_label,
    a.paper AS source,
    'Paper' AS target_label,
    b.paper AS target,
    COUNT(*) AS references,
    COUNT(*) / SQRT(CAST(MIN(i.works) AS DOUBLE) * MIN(j.works)) AS weight
FROM refs a
JOIN refs b ON a.work = b.work AND a.paper < b.paper
JOIN cited ON cited.work = a.work
JOIN listed i ON i.paper = a.paper
JOIN listed j ON j.paper = b.paper
CROSS JOIN settings
WHERE cited.papers <= settings.most_papers
GROUP BY a.paper, b.paper
HAVING COUNT(*) >= MIN(settings.least_shared)

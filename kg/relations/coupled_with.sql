-- Bibliographic coupling (Kessler 1963): references that two papers have in common, works outside
-- the corpus included. weight is Salton's cosine: common / sqrt(n_i * n_j).
WITH listed AS (
    SELECT paper, COUNT(*) AS works FROM refs GROUP BY paper
)
SELECT
    'Paper' AS source_label,
    common.source,
    'Paper' AS target_label,
    common.target,
    CAST(common.share AS BIGINT) AS references,
    common.share / SQRT(CAST(i.works AS DOUBLE) * j.works) AS weight
FROM references_in_common common
JOIN listed i ON i.paper = common.source
JOIN listed j ON j.paper = common.target

WITH cells AS (SELECT * FROM "monitoring"."rows" WHERE substr(cast(replace(cast("made" AS varchar), ' ', 'T') AS varchar), 1, 19) >= '2026-01-01T00:00:00' AND substr(cast(replace(cast("made" AS varchar), ' ', 'T') AS varchar), 1, 19) < '2026-01-01T01:00:00'),
chosen AS (SELECT *, lower(to_hex(md5(to_utf8(cast("id" AS varchar))))) AS ticket FROM cells ORDER BY ticket LIMIT 4096)
SELECT CAST("age" AS double) AS x0, CAST("creatinine" AS double) AS x1, CAST("gain" AS double) AS x2 FROM chosen ORDER BY ticket

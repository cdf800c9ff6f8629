WITH captured AS (SELECT cast(features AS varchar) AS data, id AS event_id FROM "monitoring"."predictions" WHERE substr(cast(createdAt AS varchar), 1, 19) >= '2026-01-01T00:00:00' AND substr(cast(createdAt AS varchar), 1, 19) < '2026-01-01T01:00:00' AND modelVersion = 3),
bodies AS (SELECT event_id, CASE
      WHEN substr(ltrim(data), 1, 1) IN ('{', '[') AND (try(json_parse(data)) IS NOT NULL) THEN CASE
        WHEN json_array_length(json_format(json_extract(data, '$["instances"]'))) IS NOT NULL THEN transform(cast(json_parse(json_format(json_extract(data, '$["instances"]'))) AS array(json)), item -> json_format(item))
        WHEN substr(ltrim(CASE WHEN json_array_length(data) > 0 THEN element_at((transform(cast(json_parse(data) AS array(json)), item -> json_format(item))), 1) END), 1, 1) IN ('{', '[') THEN transform(cast(json_parse(data) AS array(json)), item -> json_format(item))
        ELSE ARRAY[coalesce(json_format(json_extract(data, '$["features"]')), data)] END
      ELSE split(replace(data, chr(13), ''), '
') END AS items FROM captured),
lines AS (SELECT concat(event_id, '#', cast(nth AS varchar)) AS row_id, line FROM bodies CROSS JOIN UNNEST(items) WITH ORDINALITY AS place(line, nth) WHERE trim(line) <> ''),
texts AS (SELECT row_id, line, CASE WHEN substr(ltrim(line), 1, 1) IN ('{', '[') AND (try(json_parse(line)) IS NOT NULL) THEN coalesce(json_format(json_extract(line, '$["features"]')), line) END AS json FROM lines),
objects AS (SELECT *, try(cast(json_parse(json) AS map(varchar, json))) AS object FROM texts),
cells AS (SELECT row_id, CASE
      WHEN json IS NULL THEN split(replace(line, '"', ''), ',')
      WHEN substr(ltrim(json), 1, 1) = '[' THEN transform(try(cast(json_parse(json) AS array(json))), item -> coalesce(json_extract_scalar(item, '$'), nullif(json_format(item), 'null')))
      ELSE transform(ARRAY['age', 'creatinine', 'gain', 'site'], name -> coalesce(json_extract_scalar(element_at(object, name), '$'), nullif(json_format(element_at(object, name)), 'null'))) END AS cell FROM objects),
chosen AS (SELECT *, lower(to_hex(md5(to_utf8(row_id)))) AS ticket FROM cells WHERE cardinality(cell) = 4 ORDER BY ticket LIMIT 4096)
SELECT if(regexp_like(trim(v0), '^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$') AND is_finite(try_cast(trim(v0) AS double)), try_cast(trim(v0) AS double)) AS x0, if(regexp_like(trim(v1), '^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$') AND is_finite(try_cast(trim(v1) AS double)), try_cast(trim(v1) AS double)) AS x1, if(regexp_like(trim(v2), '^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$') AND is_finite(try_cast(trim(v2) AS double)), try_cast(trim(v2) AS double)) AS x2 FROM (SELECT ticket, element_at(cell, 1) AS v0, element_at(cell, 2) AS v1, element_at(cell, 3) AS v2 FROM chosen) AS texts ORDER BY ticket

WITH captured AS (SELECT CASE WHEN captureData.endpointInput.encoding = 'BASE64' THEN from_utf8(from_base64(captureData.endpointInput.data)) ELSE captureData.endpointInput.data END AS data, eventMetadata.eventId AS event_id FROM "monitoring"."captured" WHERE substr(cast(eventMetadata.inferenceTime AS varchar), 1, 19) >= '2026-01-01T00:00:00' AND substr(cast(eventMetadata.inferenceTime AS varchar), 1, 19) < '2026-01-01T01:00:00' AND capture_hour >= '2026/01/01/00' AND capture_hour <= '2026/01/01/02'),
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
places AS (SELECT place, is_number, origin, v, CASE WHEN is_number THEN if(regexp_like(trim(v), '^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$') AND is_finite(try_cast(trim(v) AS double)), try_cast(trim(v) AS double)) END AS x FROM cells CROSS JOIN UNNEST(ARRAY[-1, 0, 1, 2, 3], ARRAY[false, true, true, true, false], ARRAY[0e+0, 1.00004e+6, 1.25e+0, (-1e-9), 0e+0], ARRAY[CASE WHEN cardinality(cell) = 4 THEN 'read' ELSE 'unreadable' END, element_at(cell, 1), element_at(cell, 2), element_at(cell, 3), CASE WHEN trim(element_at(cell, 4)) IN ('None') OR lower(trim(element_at(cell, 4))) NOT IN ('', 'na', 'n/a', 'nan', 'null', 'none', '?', '-') THEN trim(element_at(cell, 4)) END]) AS place(place, is_number, origin, v) WHERE cardinality(cell) = 4 OR place = -1),
numbers AS (SELECT place, origin, CASE WHEN is_finite(x) THEN x END AS x, CASE WHEN is_number THEN NULL ELSE v END AS category, is_number AND x IS NULL AND v IS NOT NULL AND lower(trim(v)) NOT IN ('', 'na', 'n/a', 'nan', 'null', 'none', '?', '-') AS bad FROM places),
bins AS (SELECT place, category, x, x - origin AS d, bad, CASE WHEN x IS NOT NULL THEN bitwise_right_shift_arithmetic(if(from_big_endian_64(to_ieee754_64(x + 0e0)) < 0, bitwise_xor(from_big_endian_64(to_ieee754_64(x + 0e0)), 9223372036854775807), from_big_endian_64(to_ieee754_64(x + 0e0))), 44) END AS bin FROM numbers)
SELECT place, bin, category, count(*) AS n, sum(CASE WHEN bad THEN 1 ELSE 0 END) AS unreadable,
  min(x) AS low, max(x) AS high, sum(d) AS sum, sum(d * d) AS squares
FROM bins GROUP BY place, bin, category

CREATE EXTERNAL TABLE IF NOT EXISTS `monitoring`.`captured` (
  captureData struct<endpointInput:struct<observedContentType:string,mode:string,data:string,encoding:string>,endpointOutput:struct<observedContentType:string,mode:string,data:string,encoding:string>>,
  eventMetadata struct<eventId:string,inferenceId:string,inferenceTime:string>,
  eventVersion string)
PARTITIONED BY (capture_hour string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' WITH SERDEPROPERTIES ('ignore.malformed.json' = 'true')
LOCATION 's3://bucket/capture/endpoint/AllTraffic/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.capture_hour.type' = 'date',
  'projection.capture_hour.format' = 'yyyy/MM/dd/HH',
  'projection.capture_hour.interval' = '1',
  'projection.capture_hour.interval.unit' = 'HOURS',
  'projection.capture_hour.range' = '2024/01/01/00,NOW',
  'storage.location.template' = 's3://bucket/capture/endpoint/AllTraffic/${capture_hour}/')

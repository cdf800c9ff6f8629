import type { Change } from '../change.ts';
import { finding, type Finding, type Rule } from '../finding.ts';
import { listed, nameOfResource } from '../words.ts';

/** What is lost with each type of resource that holds something. */
const holds: Readonly<Record<string, string>> = {
  aws_backup_vault: 'the recovery points',
  aws_cloudwatch_event_archive: 'the archived events',
  aws_cloudwatch_log_group: 'its log events',
  aws_cognito_user_pool: 'the accounts of all users',
  aws_db_instance: 'the database',
  aws_docdb_cluster: 'the database',
  aws_dynamodb_table: 'all its items and its recovery history',
  aws_ebs_volume: 'the volume',
  aws_ecr_repository: 'all images, those of deployed versions too',
  aws_efs_file_system: 'all files',
  aws_elasticache_replication_group: 'the cached data',
  aws_glue_catalog_database: 'its table definitions',
  aws_kinesis_stream: 'records that are not read yet',
  aws_kms_key: 'everything encrypted under it: it cannot be read any more',
  aws_opensearch_domain: 'all indices',
  aws_rds_cluster: 'the database',
  aws_s3_bucket: 'all its objects and versions',
  aws_s3_object: 'the object',
  aws_sagemaker_domain: 'the notebooks and home folders',
  aws_sagemaker_feature_group: 'the features',
  aws_sagemaker_model_package_group: 'the registered model versions and their lineage',
  aws_sagemaker_notebook_instance: 'the notebooks',
  aws_secretsmanager_secret: 'the secret and its versions',
  aws_sqs_queue: 'messages that nobody has read, dead letters among them',
  aws_ssm_parameter: 'the parameter and its history',
  aws_timestreamwrite_table: 'all records',
};

/** Made by Terraform from what is in the repository: the next apply brings them back as they were. */
const remade = new Set(['aws_s3_object', 'aws_ssm_parameter', 'aws_glue_catalog_database']);

export const dataRule: Rule = (change) => {
  const lost = holds[change.type];
  if (lost === undefined || change.deposed) return [];
  const severity = remade.has(change.type) ? 'warning' : 'danger';
  const locked = change.type === 'aws_s3_bucket' && change.before['object_lock_enabled'] === true;
  const name = `${nameOfResource(change)}${locked ? ' with Object Lock' : ''}`;
  switch (change.action) {
    case 'delete':
      return [
        finding(change, 'MK_DATA_DESTROYED', severity, `The ${name} is destroyed: ${lost} would be lost`, {
          details: lockNote(locked),
        }),
      ];
    case 'replace':
      return [
        finding(
          change,
          'MK_DATA_REPLACED',
          severity,
          `The ${name} is replaced${becauseOf(change)}: ${lost} would be lost`,
          { details: lockNote(locked) },
        ),
      ];
    default:
      return [];
  }
};

const lockNote = (locked: boolean): readonly string[] =>
  locked ? ['S3 refuses to delete locked versions: the apply fails halfway and leaves the rest changed'] : [];

export const becauseOf = ({ replacedBecause }: Change): string =>
  replacedBecause.length > 0 ? ` because ${listed(replacedBecause)} changed` : '';

/** What Terraform lets go of without deleting it, and what is left of an earlier replacement. */
export const forgottenRule: Rule = (change): readonly Finding[] =>
  change.action === 'forget'
    ? [
        finding(
          change,
          'MK_FORGOTTEN',
          change.type in holds ? 'warning' : 'notice',
          `The ${nameOfResource(change)} is no longer managed by Terraform; it is not deleted`,
        ),
      ]
    : [];

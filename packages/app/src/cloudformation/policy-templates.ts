// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
/** A statement of a SAM policy template: actions, and resources in which `{Name}` stands for the template's parameter. */
export interface TemplateStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const arn = (service: string, rest: string): string => `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`;
const of = (service: string, actions: string, ...resources: string[]): TemplateStatement => ({
  actions: actions.split(' ').map((action) => (action.includes(':') ? action : `${service}:${action}`)),
  resources,
});

const bucket = ['arn:${AWS::Partition}:s3:::{BucketName}', 'arn:${AWS::Partition}:s3:::{BucketName}/*'];
const table = [arn('dynamodb', 'table/{TableName}'), arn('dynamodb', 'table/{TableName}/index/*')];
const stream = arn('kinesis', 'stream/{StreamName}');
const collection = arn('rekognition', 'collection/{CollectionId}');

/**
 * What SAM's policy templates grant (AWS SAM developer guide, "AWS SAM policy templates"). One that is not here stays unknown, and the role
 * is then not complete.
 */
export const policyTemplates: Readonly<Record<string, readonly TemplateStatement[]>> = {
  AcmGetCertificatePolicy: [of('acm', 'GetCertificate', '{CertificateArn}')],
  AMIDescribePolicy: [of('ec2', 'DescribeImages', '*')],
  AthenaQueryPolicy: [
    of('athena', 'ListWorkGroups', '*'),
    of(
      'athena',
      'GetQueryExecution GetQueryResults GetWorkGroup StartQueryExecution StopQueryExecution BatchGetQueryExecution ListQueryExecutions',
      arn('athena', 'workgroup/{WorkGroupName}'),
    ),
  ],
  AWSSecretsManagerGetSecretValuePolicy: [of('secretsmanager', 'GetSecretValue', '{SecretArn}')],
  AWSSecretsManagerRotationPolicy: [
    of('secretsmanager', 'DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage', arn('secretsmanager', 'secret:*')),
    of('secretsmanager', 'GetRandomPassword', '*'),
  ],
  CloudFormationDescribeStacksPolicy: [of('cloudformation', 'DescribeStacks', arn('cloudformation', 'stack/*'))],
  CloudWatchDashboardPolicy: [of('cloudwatch', 'GetDashboard ListDashboards PutDashboard ListMetrics', '*')],
  CloudWatchDescribeAlarmHistoryPolicy: [of('cloudwatch', 'DescribeAlarmHistory', '*')],
  CloudWatchPutMetricPolicy: [of('cloudwatch', 'PutMetricData', '*')],
  CodeCommitReadPolicy: [
    of(
      'codecommit',
      'GitPull GetBlob GetBranch GetCommit GetDiff GetReferences ListBranches BatchGet*',
      arn('codecommit', '{RepositoryName}'),
    ),
  ],
  CodeCommitCrudPolicy: [
    of(
      'codecommit',
      'GitPull GitPush CreateBranch DeleteBranch GetBranch ListBranches MergePullRequestByFastForward PutFile',
      arn('codecommit', '{RepositoryName}'),
    ),
  ],
  CodePipelineLambdaExecutionPolicy: [of('codepipeline', 'PutJobSuccessResult PutJobFailureResult', '*')],
  CodePipelineReadOnlyPolicy: [of('codepipeline', 'ListPipelineExecutions', arn('codepipeline', '{PipelineName}'))],
  ComprehendBasicAccessPolicy: [
    of(
      'comprehend',
      'BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment',
      '*',
    ),
  ],
  CostExplorerReadOnlyPolicy: [
    of(
      'ce',
      'GetCostAndUsage GetDimensionValues GetReservationCoverage GetReservationPurchaseRecommendation GetReservationUtilization GetTags',
      '*',
    ),
  ],
  DynamoDBBackupFullAccessPolicy: [
    of('dynamodb', 'CreateBackup DescribeContinuousBackups', arn('dynamodb', 'table/{TableName}')),
    of('dynamodb', 'DeleteBackup DescribeBackup ListBackups', arn('dynamodb', 'table/{TableName}/backup/*')),
  ],
  DynamoDBCrudPolicy: [
    of(
      'dynamodb',
      'GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
      ...table,
    ),
  ],
  DynamoDBReadPolicy: [of('dynamodb', 'GetItem Scan Query BatchGetItem DescribeTable', ...table)],
  DynamoDBReconfigurePolicy: [of('dynamodb', 'UpdateTable', arn('dynamodb', 'table/{TableName}'))],
  DynamoDBRestoreFromBackupPolicy: [
    of('dynamodb', 'RestoreTableFromBackup PutItem UpdateItem DeleteItem GetItem Query Scan BatchWriteItem', ...table),
  ],
  DynamoDBStreamReadPolicy: [
    of('dynamodb', 'DescribeStream GetRecords GetShardIterator', arn('dynamodb', 'table/{TableName}/stream/{StreamName}')),
    of('dynamodb', 'ListStreams', arn('dynamodb', 'table/{TableName}/stream/*')),
  ],
  DynamoDBWritePolicy: [of('dynamodb', 'PutItem UpdateItem BatchWriteItem', ...table)],
  EC2CopyImagePolicy: [of('ec2', 'CopyImage', arn('ec2', 'image/{ImageId}'))],
  EC2DescribePolicy: [of('ec2', 'DescribeRegions DescribeInstances', '*')],
  EcsRunTaskPolicy: [of('ecs', 'RunTask', arn('ecs', 'task-definition/{TaskDefinition}'))],
  EFSWriteAccessPolicy: [of('elasticfilesystem', 'ClientMount ClientWrite', arn('elasticfilesystem', 'file-system/{FileSystem}'))],
  EKSDescribePolicy: [of('eks', 'DescribeCluster ListClusters', '*')],
  ElasticMapReduceTerminateJobFlowsPolicy: [of('elasticmapreduce', 'TerminateJobFlows', arn('elasticmapreduce', 'cluster/{ClusterId}'))],
  ElasticsearchHttpPostPolicy: [of('es', 'ESHttpPost ESHttpPut', arn('es', 'domain/{DomainName}/*'))],
  EventBridgePutEventsPolicy: [of('events', 'PutEvents', arn('events', 'event-bus/{EventBusName}'))],
  FilterLogEventsPolicy: [of('logs', 'FilterLogEvents', arn('logs', 'log-group:{LogGroupName}:log-stream:*'))],
  FirehoseCrudPolicy: [
    of(
      'firehose',
      'CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination',
      arn('firehose', 'deliverystream/{DeliveryStreamName}'),
    ),
  ],
  FirehoseWritePolicy: [of('firehose', 'PutRecord PutRecordBatch', arn('firehose', 'deliverystream/{DeliveryStreamName}'))],
  KinesisCrudPolicy: [
    of(
      'kinesis',
      'AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream',
      stream,
    ),
  ],
  KinesisStreamReadPolicy: [
    of('kinesis', 'ListStreams DescribeLimits', arn('kinesis', 'stream/*')),
    of('kinesis', 'DescribeStream DescribeStreamSummary GetRecords GetShardIterator', stream),
  ],
  KMSDecryptPolicy: [of('kms', 'Decrypt', arn('kms', 'key/{KeyId}'))],
  KMSEncryptPolicy: [of('kms', 'Encrypt', arn('kms', 'key/{KeyId}'))],
  LambdaInvokePolicy: [of('lambda', 'InvokeFunction', arn('lambda', 'function:{FunctionName}*'))],
  MobileAnalyticsWriteOnlyAccessPolicy: [of('mobileanalytics', 'PutEvents', '*')],
  OrganizationsListAccountsPolicy: [of('organizations', 'ListAccounts', '*')],
  PinpointEndpointAccessPolicy: [
    of(
      'mobiletargeting',
      'GetEndpoint UpdateEndpoint UpdateEndpointsBatch',
      arn('mobiletargeting', 'apps/{PinpointApplicationId}/endpoints/*'),
    ),
  ],
  PollyFullAccessPolicy: [of('polly', 'GetLexicon DeleteLexicon DescribeVoices ListLexicons PutLexicon SynthesizeSpeech', '*')],
  RekognitionDetectOnlyPolicy: [of('rekognition', 'DetectFaces DetectLabels DetectModerationLabels DetectText', '*')],
  RekognitionFacesManagementPolicy: [of('rekognition', 'IndexFaces DeleteFaces SearchFaces SearchFacesByImage ListFaces', collection)],
  RekognitionFacesPolicy: [of('rekognition', 'CompareFaces DetectFaces', '*')],
  RekognitionLabelsPolicy: [of('rekognition', 'DetectLabels DetectModerationLabels', '*')],
  RekognitionNoDataAccessPolicy: [of('rekognition', 'CompareFaces DetectFaces DetectLabels DetectModerationLabels', collection)],
  RekognitionReadPolicy: [of('rekognition', 'ListCollections ListFaces SearchFaces SearchFacesByImage', collection)],
  RekognitionWriteOnlyAccessPolicy: [of('rekognition', 'CreateCollection IndexFaces', collection)],
  Route53ChangeResourceRecordSetsPolicy: [
    of('route53', 'ChangeResourceRecordSets', 'arn:${AWS::Partition}:route53:::hostedzone/{HostedZoneId}'),
  ],
  S3CrudPolicy: [
    of(
      's3',
      'GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject',
      ...bucket,
    ),
  ],
  S3FullAccessPolicy: [
    of(
      's3',
      'GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging',
      bucket[1] as string,
    ),
    of('s3', 'ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration', bucket[0] as string),
  ],
  S3ReadPolicy: [of('s3', 'GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration', ...bucket)],
  S3WritePolicy: [of('s3', 'PutObject PutObjectAcl PutLifecycleConfiguration', ...bucket)],
  SageMakerCreateEndpointPolicy: [of('sagemaker', 'CreateEndpoint', arn('sagemaker', 'endpoint/{EndpointName}'))],
  ServerlessRepoReadWriteAccessPolicy: [
    of(
      'serverlessrepo',
      'CreateApplication CreateApplicationVersion GetApplication ListApplications ListApplicationVersions',
      arn('serverlessrepo', 'applications/*'),
    ),
  ],
  SESBulkTemplatedCrudPolicy: [
    of(
      'ses',
      'GetIdentityVerificationAttributes SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail VerifyEmailIdentity',
      arn('ses', 'identity/{IdentityName}'),
    ),
  ],
  SESCrudPolicy: [
    of('ses', 'GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity', arn('ses', 'identity/{IdentityName}')),
  ],
  SESEmailTemplateCrudPolicy: [of('ses', 'CreateTemplate GetTemplate ListTemplates UpdateTemplate DeleteTemplate TestRenderTemplate', '*')],
  SESSendBouncePolicy: [of('ses', 'SendBounce', arn('ses', 'identity/{IdentityName}'))],
  SNSCrudPolicy: [of('sns', 'ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish', arn('sns', '{TopicName}*'))],
  SNSPublishMessagePolicy: [of('sns', 'Publish', arn('sns', '{TopicName}'))],
  SQSPollerPolicy: [
    of(
      'sqs',
      'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage',
      arn('sqs', '{QueueName}'),
    ),
  ],
  SQSSendMessagePolicy: [of('sqs', 'SendMessage*', arn('sqs', '{QueueName}'))],
  SSMParameterReadPolicy: [
    of('ssm', 'DescribeParameters', '*'),
    of('ssm', 'GetParameters GetParameter GetParametersByPath', arn('ssm', 'parameter/{ParameterName}')),
  ],
  SSMParameterWithSlashPrefixReadPolicy: [
    of('ssm', 'DescribeParameters', '*'),
    of('ssm', 'GetParameters GetParameter GetParametersByPath', arn('ssm', 'parameter{ParameterName}')),
  ],
  StepFunctionsExecutionPolicy: [of('states', 'StartExecution', arn('states', 'stateMachine:{StateMachineName}'))],
  StepFunctionsCallbackPolicy: [of('states', 'SendTaskFailure SendTaskSuccess', arn('states', 'stateMachine:{StateMachineName}'))],
  TextractDetectAnalyzePolicy: [of('textract', 'DetectDocumentText StartDocumentTextDetection StartDocumentAnalysis AnalyzeDocument', '*')],
  TextractGetResultPolicy: [of('textract', 'GetDocumentTextDetection GetDocumentAnalysis', '*')],
  TextractPolicy: [of('textract', '*', '*')],
  VPCAccessPolicy: [of('ec2', 'CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface', '*')],
};

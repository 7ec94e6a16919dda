import type { ResourceKind } from '../app.ts';

/** What a type of resource is to the graph, and the property that holds its physical name. */
interface ResourceType {
  readonly kind: ResourceKind;
  readonly name?: string;
}

const types: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGateway::RestApi': { kind: 'api', name: 'Name' },
  'AWS::ApiGatewayV2::Api': { kind: 'api', name: 'Name' },
  'AWS::AppSync::GraphQLApi': { kind: 'api', name: 'Name' },
  'AWS::Serverless::Api': { kind: 'api', name: 'Name' },
  'AWS::Serverless::GraphQLApi': { kind: 'api', name: 'Name' },
  'AWS::Serverless::HttpApi': { kind: 'api', name: 'Name' },
  'AWS::Serverless::WebSocketApi': { kind: 'api', name: 'Name' },
  'AWS::S3::Bucket': { kind: 'bucket', name: 'BucketName' },
  'AWS::RDS::DBCluster': { kind: 'database', name: 'DBClusterIdentifier' },
  'AWS::RDS::DBInstance': { kind: 'database', name: 'DBInstanceIdentifier' },
  'AWS::DocDB::DBCluster': { kind: 'database', name: 'DBClusterIdentifier' },
  'AWS::ElastiCache::ReplicationGroup': { kind: 'database', name: 'ReplicationGroupId' },
  'AWS::Redshift::Cluster': { kind: 'database', name: 'ClusterIdentifier' },
  'AWS::Elasticsearch::Domain': { kind: 'database', name: 'DomainName' },
  'AWS::OpenSearchService::Domain': { kind: 'database', name: 'DomainName' },
  'AWS::Events::EventBus': { kind: 'event-bus', name: 'Name' },
  'AWS::Lambda::Function': { kind: 'function', name: 'FunctionName' },
  'AWS::Serverless::Function': { kind: 'function', name: 'FunctionName' },
  'AWS::KMS::Key': { kind: 'key' },
  'AWS::Logs::LogGroup': { kind: 'log-group', name: 'LogGroupName' },
  'AWS::SQS::Queue': { kind: 'queue', name: 'QueueName' },
  'AWS::IAM::Role': { kind: 'role', name: 'RoleName' },
  'AWS::Events::Rule': { kind: 'rule', name: 'Name' },
  'AWS::IoT::TopicRule': { kind: 'rule', name: 'RuleName' },
  'AWS::Scheduler::Schedule': { kind: 'rule', name: 'Name' },
  'AWS::SecretsManager::Secret': { kind: 'secret', name: 'Name' },
  'AWS::SSM::Parameter': { kind: 'secret', name: 'Name' },
  'AWS::StepFunctions::StateMachine': { kind: 'state-machine', name: 'StateMachineName' },
  'AWS::Serverless::StateMachine': { kind: 'state-machine', name: 'Name' },
  'AWS::Kinesis::Stream': { kind: 'stream', name: 'Name' },
  'AWS::KinesisFirehose::DeliveryStream': { kind: 'stream', name: 'DeliveryStreamName' },
  'AWS::MSK::Cluster': { kind: 'stream', name: 'ClusterName' },
  'AWS::DynamoDB::GlobalTable': { kind: 'table', name: 'TableName' },
  'AWS::DynamoDB::Table': { kind: 'table', name: 'TableName' },
  'AWS::Serverless::SimpleTable': { kind: 'table', name: 'TableName' },
  'AWS::SNS::Topic': { kind: 'topic', name: 'TopicName' },
  'AWS::Cognito::UserPool': { kind: 'user-pool', name: 'UserPoolName' },
};

export function resourceTypeOf(type: string): ResourceType {
  return (Object.hasOwn(types, type) ? types[type] : undefined) ?? { kind: 'other' };
}

import { type App, at, itemsOf, type Resource, type Value } from '@postern/app';

/** A stage of an API, where logs, tracing and throttling are set. */
export interface Stage {
  readonly resource: Resource;
  readonly kind: 'rest' | 'http';
  readonly name: string;
  /** `AccessLogSetting` or `AccessLogSettings`. */
  readonly accessLog?: Value | undefined;
  readonly methodSettings: readonly Value[];
  readonly routeSettings?: Value | undefined;
  readonly tracing?: Value | undefined;
}

/** The stages that the template makes. An API whose stages lie elsewhere has none here. */
export function stagesOf(app: App): readonly Stage[] {
  return app.resources.flatMap((resource): readonly Stage[] => {
    const { properties, id } = resource;
    const of = (...names: string[]): Value | undefined => at(properties, ...names);
    switch (resource.type) {
      case 'AWS::Serverless::Api':
      case 'AWS::ApiGateway::Stage':
        return [
          {
            resource,
            kind: 'rest',
            name: id,
            accessLog: of('AccessLogSetting'),
            methodSettings: itemsOf(of('MethodSettings')),
            tracing: of('TracingEnabled'),
          },
        ];
      case 'AWS::ApiGateway::Deployment': {
        if (!of('StageName')) return [];
        const stage = (name: string): Value | undefined => of('StageDescription', name);
        return [
          {
            resource,
            kind: 'rest',
            name: id,
            accessLog: stage('AccessLogSetting'),
            methodSettings: itemsOf(stage('MethodSettings')),
            tracing: stage('TracingEnabled'),
          },
        ];
      }
      case 'AWS::Serverless::HttpApi':
      case 'AWS::ApiGatewayV2::Stage':
        return [
          {
            resource,
            kind: 'http',
            name: id,
            accessLog: of('AccessLogSettings') ?? of('AccessLogSetting'),
            methodSettings: [],
            routeSettings: of('DefaultRouteSettings'),
          },
        ];
      default:
        return [];
    }
  });
}

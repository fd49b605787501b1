import Hummingbird

/// What describes our half of the API to programs: OpenAPI 3.1.
enum APIDescription {
    static func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        .json(PackageResources.openapi_json, for: request)
    }
}

import HTTPTypes
import Hummingbird
import TrackingLog

/// What a form of the console sent.
struct ConsoleForm: Sendable {
    private let fields: [String: String]

    /// Reads a form that stood in one of the console's own pages.
    ///
    /// - Throws: ``Problem`` where another site sent it, or it is no form.
    init(_ request: Request, of route: Route, at address: ConsoleAddress) async throws {
        // Browsers say where a form stood (Fetch Metadata, and RFC 6454). What is from elsewhere is not even read.
        guard [nil, "same-origin"].contains(request.headers[.secFetchSite]),
            request.headers[.origin].map({ address.isOwn(origin: $0, host: request.head.authority) }) ?? true
        else { throw Problem(.forbidden, "the form was sent by another site; nothing was done") }
        let text: String
        do {
            text = String(decoding: try await SmallBody.read(request, maximum: route.rule.maximumBody), as: UTF8.self)
        } catch is SmallBody.Fault {
            throw Problem(.badRequest, "the form cannot be read")
        }
        fields = (try? URLEncodedFormDecoder().decode([String: String].self, from: text)) ?? [:]
    }

    /// The text of a field, without white space at its ends; empty where there is none.
    subscript(name: String) -> String { String((fields[name] ?? "").trimmed) }
}

extension HTTPField.Name {
    fileprivate static let secFetchSite: HTTPField.Name = {
        guard let name = HTTPField.Name("Sec-Fetch-Site") else { preconditionFailure("not the name of a header") }
        return name
    }()
}

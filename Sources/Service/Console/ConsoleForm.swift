import HTTPTypes
import Hummingbird
import TrackingLog

/// What a form of the console sent.
struct ConsoleForm: Hashable, Sendable {
    private let fields: [String: String]

    /// Reads a form that stood in one of the console's own pages.
    ///
    /// - Throws: ``Problem`` where another site sent it, or it cannot be read.
    init(_ request: Request, of route: Route, at address: ConsoleAddress) async throws {
        // Browsers say where a form stood: Fetch Metadata, and Origin (RFC 6454). A form of another site is not read.
        guard [nil, "same-origin"].contains(request.headers[.secFetchSite]),
            request.headers[.origin].map({ address.isOwn(origin: $0, host: request.head.authority) }) ?? true
        else { throw Problem(.forbidden, "the form was sent by another site; nothing was done") }
        let maximum = route.rule.maximumBody
        do {
            let text = String(decoding: try await SmallBody.read(request, maximum: maximum), as: UTF8.self)
            fields = try URLEncodedFormDecoder().decode([String: String].self, from: text)
        } catch SmallBody.Fault.tooLong {
            throw Problem(.contentTooLarge, "the form is longer than \(maximum >> 10) KiB; nothing was done")
        } catch let fault where fault is SmallBody.Fault || fault is DecodingError || fault is URLEncodedFormError {
            throw Problem(.badRequest, "the form cannot be read; nothing was done")
        }
    }

    /// The text of a field, without white space at its ends; empty where there is none.
    subscript(name: String) -> String { String((fields[name] ?? "").trimmed) }

    /// Whether a box is checked.
    func isChecked(_ name: String) -> Bool { fields[name] == "on" }
}

extension HTTPField.Name {
    fileprivate static let secFetchSite = HTTPField.Name(known: "Sec-Fetch-Site")
}

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import TrackingLog

@testable import Service

extension ServiceFixture {
    /// Runs a test against a service with a console, at no public URL unless it is set.
    func console(
        workers: Int = 0, _ change: (inout ServiceConfiguration) -> Void = { _ in },
        _ test: @Sendable (Client) async throws -> Void
    ) async throws {
        try await serve(
            workers: workers,
            {
                $0.publicURL = nil
                $0.console = true
                change(&$0)
            }, test)
    }
}

/// A session as its browser knows it.
struct ConsoleSession: Sendable {
    var cookie: String
    var formKey = ""
}

extension Client {
    /// Sends a form, as a page of the service does.
    func form(
        _ path: String, _ fields: [String: String], _ session: ConsoleSession? = nil, headers: [String: String] = [:]
    ) async throws -> TestResponse {
        var all: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let session { all[.cookie] = session.cookie }
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { throw CancellationError() }
            all[name] = value
        }
        let body = fields.map { "\(Self.encoded($0))=\(Self.encoded($1))" }.joined(separator: "&")
        return try await send(.post, path, headers: all, body: Array(body.utf8))
    }

    /// A text as browsers send it: `application/x-www-form-urlencoded`.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            if byte == UInt8(ascii: " ") { return "+" }
            if byte.isLetter || byte.isDigit { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    func page(_ session: ConsoleSession) async throws -> TestResponse {
        try await send(.get, "/console", headers: [.cookie: session.cookie])
    }

    func session(_ answer: TestResponse) throws -> ConsoleSession {
        guard let cookie = answer.headers[.setCookie]?.prefix(while: { $0 != ";" }) else { throw CancellationError() }
        return ConsoleSession(cookie: String(cookie))
    }

    func signIn(_ token: String) async throws -> ConsoleSession {
        var session = try session(try await form("/console/sign-in", ["token": token]))
        let page = try await page(session).text
        guard let key = page.firstMatch(of: /name="form" value="([0-9a-f]+)"/) else { throw CancellationError() }
        session.formKey = String(key.output.1)
        return session
    }
}

extension String {
    /// The attributes of a `Set-Cookie` header, in any order.
    var cookieAttributes: Set<String> { Set(split(separator: "; ").dropFirst().map(String.init)) }
}

import EventStore
import HTTPTypes
import Hummingbird
import TrackingLog

// What people do in the console.

extension ConsoleRoutes {
    /// `POST /console/logs`: request a log.
    func requestLog(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, .consoleLogs) { form, token in
            guard ConsoleRights(of: token).seesLogs else { throw TokenCheck.Refusal.forbidden(.export) }
            do {
                _ = try await requests.request(date: form["date"], for: token)
                return .done
            } catch let refusal as LogRequests.Refusal {
                return .refused(refusal.reason)
            }
        }
    }

    /// `POST /console/tokens`: create a token.
    func createToken(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, .consoleTokens) { form, token in
            guard ConsoleRights(of: token).seesEverything else { throw TokenCheck.Refusal.forbidden(.admin) }
            let name = form["name"]
            guard 1...200 ~= name.utf8.count else { return .refused("the name of a token has 1 to 200 bytes") }
            let scopes = Set(TokenScope.allCases.filter { !form["scope-\($0)"].isEmpty })
            guard !scopes.isEmpty else { return .refused("what the token allows is missing: choose at least one") }
            let codes = form["apps"].split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
            var expires: Timestamp?
            if !form["expires"].isEmpty {
                guard let day = Day(form["expires"]) else { return .refused("the last day is not a date YYYY-MM-DD") }
                guard day >= Timestamp.now.day else { return .refused("the last day, \(day), has passed") }
                expires = day.adding(days: 1).start
            }
            let secret = TokenSecret.random()
            guard let digest = secret.digest else { throw Problem(.internalServerError, "the token cannot be hashed") }
            _ = try await threads.write { [store, expires] in
                try TokenRegister(of: store).add(
                    name: name, digest: digest, scopes: scopes, apps: codes.isEmpty ? nil : AppCodes(codes),
                    expires: expires, at: .now)
            }
            return .created(name: name, secret: secret.text)
        }
    }

    /// `POST /console/tokens/NUMBER`: revoke a token.
    func revokeToken(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let number = context.parameters.get("number").flatMap { Int64($0) }
        return try await act(request, .consoleToken) { _, token in
            guard ConsoleRights(of: token).seesEverything else { throw TokenCheck.Refusal.forbidden(.admin) }
            let isDone = try await threads.write { [store] in
                try number.map { try TokenRegister(of: store).revoke($0, at: .now) } ?? false
            }
            return isDone ? .done : .refused("there is no such token, or it was revoked before")
        }
    }
}

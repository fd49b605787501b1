import EventStore
import HTTPTypes
import Hummingbird
import TrackingLog

// The console's forms.

extension ConsoleRoutes {
    /// `POST /console/logs`: request a log.
    func requestLog(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await perform(request, .consoleLogs) { form, person in
            guard person.rights.hasLogs else { throw TokenCheck.Refusal.forbidden(.export) }
            do {
                _ = try await requests.request(date: form["date"], for: person.token)
                return .done
            } catch let refusal as LogRequests.Refusal {
                return .refused(field: "date", reason: refusal.reason)
            }
        }
    }

    /// `POST /console/tokens`: create a token.
    func createToken(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await perform(request, .consoleTokens) { form, person in
            guard person.rights.seesEverything else { throw TokenCheck.Refusal.forbidden(.admin) }
            let name = form["name"]
            let scopes = Set(TokenScope.allCases.filter { form.isChecked("scope-\($0)") })
            let apps = form["apps"].split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
            var expires: Timestamp?
            if !form["expires"].isEmpty {
                guard let day = Day(form["expires"]) else {
                    return .refused(field: "expires", reason: "the last day is malformed: expected YYYY-MM-DD")
                }
                expires = day.adding(days: 1).start
            }
            do throws(TokenFault) {
                try TokenFault.check(name: name, scopes: scopes, apps: apps, expires: expires, at: .now)
            } catch {
                return .refused(field: Self.field(of: error), reason: "\(error)")
            }
            // A double click sends the same form twice.
            guard sessions.spend(form, of: person.name) else { return .done }
            let secret = TokenSecret.random()
            do {
                guard let digest = secret.digest else {
                    throw Problem(.internalServerError, "the token cannot be hashed")
                }
                _ = try await threads.write { [store, expires] in
                    try TokenRegister(of: store).add(
                        name: name, digest: digest, scopes: scopes, apps: apps.isEmpty ? nil : AppCodes(apps),
                        expires: expires, at: .now)
                }
            } catch {
                sessions.restore(form, of: person.name)
                throw error
            }
            sessions.keep(ConsoleSessions.NewToken(name: name, secret: secret.text), of: person.name)
            return .done
        }
    }

    private static func field(of fault: TokenFault) -> String {
        switch fault {
        case .name: "name"
        case .scopes: "scopes"
        case .app: "apps"
        case .expired: "expires"
        }
    }

    /// `POST /console/tokens/NUMBER`: revoke a token.
    func revokeToken(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let number = context.parameters.get("number").flatMap { Int64($0) }
        return try await perform(request, .consoleToken) { _, person in
            guard person.rights.seesEverything else { throw TokenCheck.Refusal.forbidden(.admin) }
            let isDone = try await threads.write { [store] in
                try number.map { try TokenRegister(of: store).revoke($0, at: .now) } ?? false
            }
            guard isDone else { throw Problem(.notFound, "there is no such token, or it was revoked before") }
            // The revoked token may be the session's own.
            _ = try await tokens.token(person.session.token, isFresh: true)
            return .done
        }
    }
}

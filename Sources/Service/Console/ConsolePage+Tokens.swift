import EventStore
import Pages
import TrackingLog

// All tokens, and the forms that create and revoke them.

extension ConsolePage {
    var tokensSection: Page.Section? {
        guard let tokens else { return nil }
        let valid = tokens.filter { $0.isValid(at: now) }
        let past = tokens.filter { !$0.isValid(at: now) }
        let pastTable: HTML =
            past.isEmpty ? "" : .details("\(past.count.counting("token")) revoked or expired", table(of: past))
        return Page.Section(
            id: "tokens", title: "Tokens",
            """
            \(table(of: valid))
            \(pastTable)
            \(form)
            """)
    }

    /// - Parameter some: tokens that are all valid, or all not.
    private func table(of some: [AccessToken]) -> HTML {
        let areValid = some.contains { $0.isValid(at: now) }
        var table = DataTable(
            areValid ? "Valid tokens" : "Tokens that are revoked or expired",
            [
                .init("name", .text), .init("scopes", .text), .init("apps", .text), .init("created", .text),
                .init("last used", .text), .init("expires", .text), .init(areValid ? "revoke" : "revoked", .text),
            ])
        table.rows = some.map { token in
            [
                name(of: token), "\(token.scopes.listed)", .name(token.apps?.listed ?? "all"), .day(token.created.day),
                token.used.map { .time($0) } ?? "never", token.expires.map { .time($0) } ?? "never",
                areValid ? revocation(of: token) : token.revoked.map { .time($0) } ?? "",
            ]
        }
        return table.markup
    }

    private func name(of token: AccessToken) -> HTML {
        token.number == person.token.number ? "\(.name(token.name)) <small>(yours)</small>" : .name(token.name)
    }

    /// A token is revoked for good, so that it takes two clicks.
    private func revocation(of token: AccessToken) -> HTML {
        """
        <details><summary aria-label="Revoke \(token.name)">Revoke</summary>
        <form class="quietly" method="post" action="\(address.path)/tokens/\("\(token.number)")">\(hidden)\
        <button aria-label="Revoke \(token.name) for good">For good</button></form></details>
        """
    }

    private var form: HTML {
        let scopes = TokenScope.allCases.map { scope -> HTML in
            let name = "scope-\(scope)"
            return """
                <label><input type="checkbox" name="\(name)"\(refusal?.form.isChecked(name) == true ? " checked" : "" as HTML)> \
                \(scope.rawValue): \(scope.words)</label>

                """
        }
        return """
            <h3>Create a token</h3>
            <form method="post" action="\(address.path)/tokens">\(hidden)\
            <input type="hidden" name="once" value="\(JobID.random().description)">
            \(field(
                "name", "Name", " required maxlength=\"\(TokenFault.maximumLength)\" autocomplete=\"off\"",
                help: "Who or what uses it."))\
            <fieldset><legend>Scopes</legend>
            \(fault(of: "scopes"))\(scopes)</fieldset>
            \(field("apps", "Apps", " autocomplete=\"off\"", help: "Codes, separated by commas. Empty: all apps."))\
            \(field(
                "expires", "Last day", " type=\"date\" min=\"\(now.day.description)\"",
                help: "UTC. Empty: it never expires."))\
            <p><button>Create token</button></p>
            </form>
            """
    }
}

extension TokenScope {
    /// What it is for.
    fileprivate var words: String {
        switch self {
        case .ingest: "record events"
        case .export: "request logs"
        case .admin: "both, and all tokens"
        }
    }
}

import EventStore
import Pages
import TrackingLog

// All tokens, for those who may create and revoke them.

extension ConsolePage {
    var allTokens: Page.Section? {
        guard let tokens else { return nil }
        let valid = tokens.filter { $0.isValid(at: now) }
        let ended = tokens.filter { !$0.isValid(at: now) }
        let past: HTML =
            ended.isEmpty ? "" : .details("\(ended.count.counting("token")) ended", table("Ended tokens", ended))
        return Page.Section(
            id: "tokens", title: "Tokens",
            """
            \(table("Valid tokens", valid))
            \(past)
            \(form)
            """)
    }

    private func table(_ caption: String, _ tokens: [AccessToken]) -> HTML {
        var table = DataTable(
            caption,
            [
                .init("name", .text), .init("allows", .text), .init("apps", .text), .init("created", .text),
                .init("last used", .text), .init("ends", .text),
            ])
        let canEnd = tokens.contains { $0.isValid(at: now) }
        if canEnd { table.columns.append(.init("revoke", .text)) }
        table.rows = tokens.map { token in
            let cells: [HTML] = [
                .name(token.name), "\(token.scopes.map(\.rawValue).sorted().joined(separator: ", "))",
                .name(token.apps?.listed ?? "all"), .day(token.created.day), token.used.map { .time($0) } ?? "never",
                token.revoked.map { "revoked \(.time($0))" } ?? token.expires.map { .time($0) } ?? "never",
            ]
            return canEnd ? cells + [revocation(of: token)] : cells
        }
        return table.markup
    }

    private func revocation(of token: AccessToken) -> HTML {
        """
        <form class="quietly" method="post" action="\(address.path)/tokens/\("\(token.number)")">\(hidden)\
        <button aria-label="Revoke \(token.name)">Revoke</button></form>
        """
    }

    private var form: HTML {
        let scopes = TokenScope.allCases.map { scope -> HTML in
            """
            <label><input type="checkbox" name="scope-\(scope.rawValue)" value="on"> \(scope.rawValue): \
            \(scope.words)</label>

            """
        }
        return """
            <h3>Create a token</h3>
            <form method="post" action="\(address.path)/tokens">\(hidden)
            <p class="field"><label for="name">Name</label>
            <input id="name" name="name" required maxlength="200" autocomplete="off" aria-describedby="name-help">
            <small class="quiet" id="name-help">Who or what uses it.</small></p>
            <fieldset><legend>It may</legend>
            \(scopes)</fieldset>
            <p class="field"><label for="apps">Only apps</label>
            <input id="apps" name="apps" autocomplete="off" aria-describedby="apps-help">
            <small class="quiet" id="apps-help">Codes, separated by commas. Empty: all apps.</small></p>
            <p class="field"><label for="expires">Last day</label>
            <input id="expires" name="expires" type="date" min="\(now.day.description)" aria-describedby="expires-help">
            <small class="quiet" id="expires-help">UTC. Empty: it never expires.</small></p>
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
        case .admin: "both, and this page's tokens"
        }
    }
}

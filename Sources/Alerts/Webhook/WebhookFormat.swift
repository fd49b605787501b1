import Diagnosis
import FoundationEssentials
import TrackingLog
public import WebClient

/// How a notice is written for a webhook.
public enum WebhookFormat: String, CaseIterable, Sendable {
    /// An object of ours, `pushtrail.notice/1`.
    case json
    /// What Slack takes, and Mattermost, Discord (`…/slack`) and Google Chat in part.
    case slack

    /// The format that a host takes.
    public init(for url: WebAddress) {
        self = url.host.lowercased() == "hooks.slack.com" ? .slack : .json
    }

    /// The body of a request.
    public func body(of notice: Notice) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return switch self {
        case .json: Array(try encoder.encode(NoticeDocument(notice)))
        case .slack: Array(try encoder.encode(SlackMessage(notice)))
        }
    }
}

/// A notice as JSON.
private struct NoticeDocument: Encodable {
    let schema = "pushtrail.notice/1"
    let title: String
    let lines: [String]
    let severity: String
    let scope: String
    let stage: String
    let owner: String?
    let time: String

    init(_ notice: Notice) {
        title = notice.title
        lines = notice.lines
        severity = notice.severity.rawValue
        scope = notice.scope
        stage = notice.stage.rawValue
        owner = notice.owner
        time = notice.time.rfc3339
    }
}

/// A notice in Slack's Block Kit, within its limits: https://docs.slack.dev/reference/block-kit/blocks
private struct SlackMessage: Encodable {
    let text: String
    let blocks: [Block]

    struct Block: Encodable {
        let type: String
        let text: Text
    }

    /// Plain: names in the logs are no markup and mention nobody.
    struct Text: Encodable {
        let type = "plain_text"
        let emoji = false
        let text: String
    }

    private static let longestHeader = 150
    private static let longestSection = 3_000
    private static let longestText = 4_000
    /// Slack takes 50 blocks.
    private static let maximumSections = 20

    init(_ notice: Notice) {
        let lines =
            [notice.scope.isEmpty ? nil : "Where: \(notice.scope)"].compactMap(\.self) + notice.lines
            + [notice.owner.map { "Owner: \($0)" }].compactMap(\.self)
        text = Self.cut(([notice.title] + lines).joined(separator: "\n"), to: Self.longestText)
        var sections: [String] = []
        var left = lines.count
        for line in lines {
            let line = Self.cut(line, to: Self.longestSection - 50)
            if let last = sections.last, last.utf16.count + line.utf16.count + 1 <= Self.longestSection - 50 {
                sections[sections.count - 1] = last + "\n" + line
            } else if sections.count < Self.maximumSections {
                sections.append(line)
            } else {
                sections[sections.count - 1] += "\n… and \(left) more"
                break
            }
            left -= 1
        }
        blocks =
            [Block(type: "header", text: Text(text: Self.cut(notice.title, to: Self.longestHeader)))]
            + sections.map { Block(type: "section", text: Text(text: $0)) }
    }

    /// A text with Slack's three characters escaped, cut to a length in UTF-16 units, never within a character.
    private static func cut(_ text: String, to length: Int) -> String {
        var result = ""
        var count = 0
        for character in text {
            let escaped =
                switch character {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                default: String(character)
                }
            count += escaped.utf16.count
            guard count < length else { return result + "…" }
            result += escaped
        }
        return result
    }
}

import Analysis
import TrackingLog

/// The check of names as JSON has it.
struct NamesDocument: Encodable {
    private let total: Int
    private let irregular: Int
    private let irregularMessages: Int
    private let unnamedMessages: Int
    private let examples: [Example]

    private enum CodingKeys: String, CodingKey {
        case total, irregular, examples
        case irregularMessages = "irregular_messages"
        case unnamedMessages = "unnamed_messages"
    }

    private struct Example: Encodable {
        var name: String
        var check: String
        var messages: Int

        enum CodingKeys: String, CodingKey {
            case name, messages
            case check = "name_check"
        }
    }

    init(_ names: CheckedNames) {
        total = names.total
        irregular = names.irregular
        irregularMessages = names.irregularMessages
        unnamedMessages = names.unnamedMessages
        examples = names.examples.map { Example(name: $0.name, check: $0.check.name, messages: $0.messages) }
    }
}

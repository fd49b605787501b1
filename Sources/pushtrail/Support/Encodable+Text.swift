import Foundation
import Reports

extension Encodable {
    /// The value as a line of JSON, keys sorted.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self).withControlsEscaped + "\n"
    }
}

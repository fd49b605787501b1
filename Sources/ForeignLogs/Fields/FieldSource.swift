import TrackingLog

/// Where a text comes from: a field of the record, several of them, the file's name.
indirect enum FieldSource: Hashable, Sendable {
    /// A field of the record.
    case field(FieldPath)
    /// The first of several that has a value.
    case firstOf([FieldSource])
    /// A text with fields in it. Without a field that it needs it has no value.
    case text([TextPiece])
    /// A part of the file's name.
    case fileName(FileNamePart)
    /// A part of a text between separators, counted from 0 on.
    case part(Int, of: FieldSource, separator: UInt8)
    /// The reason within a gateway's answer; see ``GatewayAnswer``.
    case reason(in: FieldSource)

    /// A piece of a text with fields in it.
    enum TextPiece: Hashable, Sendable {
        case constant(String)
        case needed(FieldSource)
        case optional(FieldSource)
    }

    /// The most pieces that a text with fields has, and the most details of a format.
    static let maximumPieces = 8

    /// A source of fields alone, the first that has a value.
    static func first(of sources: [FieldSource]) -> FieldSource { sources.count == 1 ? sources[0] : .firstOf(sources) }

    /// Every field that it names.
    var paths: [FieldPath] {
        switch self {
        case .field(let path): [path]
        case .firstOf(let sources): sources.flatMap(\.paths)
        case .text(let pieces):
            pieces.flatMap { piece -> [FieldPath] in
                switch piece {
                case .constant: []
                case .needed(let source), .optional(let source): source.paths
                }
            }
        case .fileName: []
        case .part(_, let source, _), .reason(let source): source.paths
        }
    }

    /// What a record that has no value here lacks, in words for people.
    ///
    /// - Parameter hasValue: whether a field, or a part of one or of the file's name, has a value.
    func missing(_ hasValue: (FieldSource) -> Bool) -> String? {
        switch self {
        case .field(let path): hasValue(self) ? nil : path.column
        case .firstOf(let sources):
            // Of several forms, a record that has a part of one lacks the rest of that one.
            sources.contains { $0.missing(hasValue) == nil }
                ? nil
                : (sources.first { $0.paths.contains { hasValue(.field($0)) } } ?? sources.first)?.missing(hasValue)
        case .text(let pieces):
            pieces.compactMap { piece -> String? in
                if case .needed(let source) = piece { source.missing(hasValue) } else { nil }
            }.first
        case .fileName(let part): hasValue(self) ? nil : part.title
        case .part(_, let source, _), .reason(let source):
            source.missing(hasValue) ?? (hasValue(self) ? nil : source.paths.first?.column)
        }
    }
}

/// A part of the name of a record's file.
enum FileNamePart: Hashable, Sendable {
    /// The first UUID in the name, folders left out.
    case uuid
    /// The longest of the format's status words in the name, folders included.
    ///
    /// Letters of either case are the same, and so are `.` and `_`: tables and files are named so after event types.
    case status
    /// The text between two others.
    case between(String, String)

    /// What it is, for people.
    var title: String {
        switch self {
        case .uuid: "an id in the file's name"
        case .status: "an event type in the file's name"
        case .between(let before, let after): "a file name with \(before)…\(after)"
        }
    }

    /// The part of a name; nil if the name has none.
    ///
    /// - Parameters:
    ///   - name: the file's or entry's name, folders included.
    ///   - words: the format's status words.
    func value(in name: String, words: [String]) -> String? {
        switch self {
        case .uuid:
            let bytes = Array(name.utf8.reversed().prefix { $0 != .slash }.reversed())
            for start in bytes.indices where start + 36 <= bytes.count {
                let id = bytes[start..<start + 36]
                let isID = zip(0..., id).allSatisfy { index, byte in
                    [8, 13, 18, 23].contains(index) ? byte == .hyphen : byte.hexDigitValue != nil
                }
                if isID { return String(decoding: id, as: UTF8.self) }
            }
            return nil
        case .status:
            func folded(_ text: String) -> [UInt8] { text.utf8.map { $0 == .underscore ? .dot : $0.lowercasedASCII } }
            let name = folded(name)
            let found = words.filter { word in
                let word = folded(word)
                return name.count >= word.count && !word.isEmpty
                    && (0...name.count - word.count).contains { name[$0...].starts(with: word) }
            }
            return found.max { $0.utf8.count < $1.utf8.count }
        case .between(let before, let after):
            guard let start = name.firstRange(of: before)?.upperBound else { return nil }
            let rest = name[start...]
            guard let end = after.isEmpty ? rest.endIndex : rest.firstRange(of: after)?.lowerBound else { return nil }
            return start == end ? nil : String(rest[..<end])
        }
    }
}

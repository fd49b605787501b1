import TrackingLog

/// Finds the ends of JSON objects that go over several lines or stand in an array, as more text comes.
///
/// A string ends with its line at the latest, since JSON has no line ends in strings. An object with such a string is
/// damaged, and ends at the next line that begins with another object: a missing quote costs its own object alone.
struct ObjectBoundaries {
    /// Up to where the text was looked at.
    private(set) var position: Int
    /// Where the last object begins.
    private(set) var start = 0
    /// The offset after the last object that is complete; 0 where there is none.
    private(set) var end = 0
    /// How many arrays are open around the objects.
    private(set) var arrays = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Whether a string of the object ended with its line.
    private var isDamaged = false
    /// Where the line begins, while nothing but spaces was seen of it.
    private var lineStart: Int?

    /// - Parameter position: where to begin, outside of any object.
    init(at position: Int = 0) { self.position = position }

    /// Whether the text ended within an object.
    var isInObject: Bool { depth > 0 }

    /// Looks at the text to its end, or to the end of the next object.
    ///
    /// - Parameters:
    ///   - text: the text from its beginning on, what was looked at before included.
    ///   - stopsAtEnd: whether to stop after an object.
    mutating func advance(in text: Span<UInt8>, stopsAtEnd: Bool = false) {
        while position < text.count {
            let byte = text[position]
            position += 1
            if isInString {
                if byte == .lineFeed {
                    (isInString, isEscaped, isDamaged, lineStart) = (false, false, true, position)
                } else if isEscaped {
                    isEscaped = false
                } else if byte == .backslash {
                    isEscaped = true
                } else if byte == .quote {
                    isInString = false
                }
                continue
            }
            let beginsLine = lineStart
            if byte == .lineFeed {
                lineStart = position
            } else if byte != .space, byte != .tab {
                lineStart = nil
            }
            switch byte {
            case .quote: isInString = true
            case .openBrace:
                if depth > 0, isDamaged, let line = beginsLine {
                    (depth, isDamaged) = (0, false)
                    end = line
                    if stopsAtEnd {
                        position = line
                        return
                    }
                }
                if depth == 0 { (start, isDamaged) = (position - 1, false) }
                depth += 1
            case .openBracket where depth > 0: depth += 1
            case .openBracket: arrays += 1
            case .closeBracket where depth == 0: arrays -= arrays > 0 ? 1 : 0
            case .closeBrace where depth > 0, .closeBracket where depth > 0:
                depth -= 1
                if depth == 0 {
                    end = position
                    if stopsAtEnd { return }
                }
            default: break
            }
        }
    }

    /// Drops the beginning of the text.
    mutating func drop(_ count: Int) {
        position -= count
        start -= count
        lineStart = lineStart.map { $0 - count }
        end = 0
    }
}

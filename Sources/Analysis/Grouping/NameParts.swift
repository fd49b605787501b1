import TrackingLog

/// The names of messages, taken apart: each name once.
struct NameParts: Sendable {
    /// By a name's number in the words.
    private var names: [MessageName?]
    /// By a name's number in the words, the numbers of its parts here.
    private var numbers: [InlineArray<4, UInt32>]
    private var texts: [String] = []

    /// No part.
    static let none = UInt32.max

    init(_ parts: borrowing Parts<TallyPart>, _ words: borrowing Words) {
        names = Array(repeating: nil, count: words.count)
        numbers = Array(repeating: InlineArray(repeating: NameParts.none), count: words.count)
        var known: [ByteOrdered: UInt32] = [:]
        for part in 0..<ShortKey.parts {
            for message in parts[part].pointee.messages.elements where message.name != Words.none {
                let word = Int(message.name)
                guard names[word] == nil else { continue }
                let name = MessageName(words.string(message.name))
                names[word] = name
                for (place, text) in [name.journey, name.step, name.timing, name.variant].enumerated() {
                    guard let text else { continue }
                    let number = known[ByteOrdered(text: text)] ?? UInt32(texts.count)
                    if number == texts.count {
                        known[ByteOrdered(text: text)] = number
                        texts.append(text)
                    }
                    numbers[word][place] = number
                }
            }
        }
    }

    /// The number of a part of a name.
    func number(of dimension: Dimension, in name: UInt32) -> UInt32 {
        guard name != Words.none else { return NameParts.none }
        let parts = numbers[Int(name)]
        switch dimension {
        case .journey: return parts[0]
        case .step: return parts[1]
        case .timing: return parts[2]
        default: return parts[3]
        }
    }

    func text(_ number: UInt32) -> String { texts[Int(number)] }

    /// By their numbers in the words, which names pass a test.
    func names(_ isWanted: (MessageName) -> Bool) -> [Bool] {
        names.map { $0.map(isWanted) ?? false }
    }
}

import TrackingLog

/// The parts of messages' names, each name split once.
struct NameParts: Sendable {
    /// By a name's number in the labels.
    private var names: [MessageName?]
    /// By a name's number in the labels, the numbers of its parts here.
    private var numbers: [InlineArray<4, UInt32>]
    private var texts: [String] = []

    /// No part.
    static let none = UInt32.max

    init(_ shards: borrowing Shards<TallyShard>, _ labels: borrowing InternedLabels) {
        names = Array(repeating: nil, count: labels.count)
        numbers = Array(repeating: InlineArray(repeating: NameParts.none), count: labels.count)
        var known: [ByteOrdered: UInt32] = [:]
        for shard in 0..<ShortKey.shardCount {
            for message in shards[shard].pointee.messages.elements where message.name != InternedLabels.none {
                let label = Int(message.name)
                guard names[label] == nil else { continue }
                let name = MessageName(labels.string(message.name))
                names[label] = name
                for (place, text) in [name.journey, name.step, name.timing, name.variant].enumerated() {
                    guard let text else { continue }
                    let number = known[ByteOrdered(text: text)] ?? UInt32(texts.count)
                    if number == texts.count {
                        known[ByteOrdered(text: text)] = number
                        texts.append(text)
                    }
                    numbers[label][place] = number
                }
            }
        }
    }

    /// The number of a part of a name.
    func number(of dimension: Dimension, in name: UInt32) -> UInt32 {
        guard name != InternedLabels.none else { return NameParts.none }
        let parts = numbers[Int(name)]
        switch dimension {
        case .journey: return parts[0]
        case .step: return parts[1]
        case .timing: return parts[2]
        default: return parts[3]
        }
    }

    func text(_ number: UInt32) -> String { texts[Int(number)] }

    /// Whether each name passes a test, by its number in the labels.
    func names(_ isWanted: (MessageName) -> Bool) -> [Bool] {
        names.map { $0.map(isWanted) ?? false }
    }
}

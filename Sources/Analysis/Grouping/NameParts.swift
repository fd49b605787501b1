import TrackingLog

/// The parts of messages' names, each name split and checked once.
struct NameParts: Sendable {
    /// By a name's number in the labels, the numbers of its parts here; nil if no message has that name.
    private var numbers: [InlineArray<4, UInt32>?]
    private var texts: [String] = []
    private var known: [ByteOrdered: UInt32] = [:]
    /// By a name's number in the labels; of no meaning if no message has that name.
    private var checks: [NameCheck]

    /// No part.
    static let none = UInt32.max

    init(_ shards: borrowing Shards<TallyShard>, _ labels: borrowing InternedLabels) {
        self.init(labels)
        add(shards, labels)
    }

    /// No names yet.
    ///
    /// - Parameter labels: all that there will be.
    init(_ labels: borrowing InternedLabels) {
        numbers = Array(repeating: nil, count: labels.count)
        checks = Array(repeating: .noName, count: labels.count)
    }

    /// Adds the names of all messages in some tables.
    mutating func add(_ shards: borrowing Shards<TallyShard>, _ labels: borrowing InternedLabels) {
        for shard in 0..<ShortKey.shardCount {
            for message in shards[shard].pointee.messages.elements where message.name != InternedLabels.none {
                let label = Int(message.name)
                guard numbers[label] == nil else { continue }
                let text = labels.string(message.name)
                checks[label] = NameCheck(of: text)
                let name = MessageName(text)
                var parts = InlineArray<4, UInt32>(repeating: NameParts.none)
                for (place, text) in [name.journey, name.step, name.timing, name.variant].enumerated() {
                    guard let text else { continue }
                    let number = known[ByteOrdered(text: text)] ?? UInt32(texts.count)
                    if number == texts.count {
                        known[ByteOrdered(text: text)] = number
                        texts.append(text)
                    }
                    parts[place] = number
                }
                numbers[label] = parts
            }
        }
    }

    /// The number of a part of a name.
    func number(of dimension: Dimension, in name: UInt32) -> UInt32 {
        guard name != InternedLabels.none, let parts = numbers[Int(name)] else { return NameParts.none }
        switch dimension {
        case .journey: return parts[0]
        case .step: return parts[1]
        case .timing: return parts[2]
        default: return parts[3]
        }
    }

    func text(_ number: UInt32) -> String { texts[Int(number)] }

    /// Whether a name follows the naming convention.
    func check(of name: UInt32) -> NameCheck { name == InternedLabels.none ? .noName : checks[Int(name)] }

    /// What a name has in a dimension: itself, or a part of it.
    func text(of dimension: Dimension, in name: UInt32, _ labels: borrowing InternedLabels) -> String? {
        guard name != InternedLabels.none else { return nil }
        if dimension == .name { return labels.string(name) }
        let number = number(of: dimension, in: name)
        return number == NameParts.none ? nil : text(number)
    }

    /// Whether each name passes a filter, by its number in the labels.
    func passes(_ filter: MessageFilter, _ labels: borrowing InternedLabels) -> [Bool] {
        var passes = [Bool](repeating: false, count: numbers.count)
        for name in numbers.indices where numbers[name] != nil {
            passes[name] = filter.keepsName { text(of: $0, in: UInt32(name), labels) }
        }
        return passes
    }

    /// The variants that messages of several steps have.
    ///
    /// - Parameter names: the messages' names, by their numbers in the labels.
    func variantsOfSeveralSteps(among names: Set<UInt32>) -> [String] {
        var steps: [UInt32: Set<[UInt32]>] = [:]
        for name in names where name != InternedLabels.none {
            guard let parts = numbers[Int(name)], parts[3] != NameParts.none else { continue }
            steps[parts[3], default: []].insert([parts[0], parts[1]])
        }
        return steps.filter { $0.value.count > 1 }.map { text($0.key) }.sorted()
    }
}

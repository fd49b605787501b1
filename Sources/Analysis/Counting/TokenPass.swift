import TrackingLog

/// Settles the tokens of the devices whose keys fall to one part, and notes with each delivery what became of its token.
struct TokenPass: Sendable {
    private(set) var devices: DistinctCount
    private(set) var states = TokenCounts()
    /// By the platform's raw value.
    private(set) var statesByPlatform = [TokenCounts](repeating: TokenCounts(), count: Platform.allCases.count)

    /// All evidence of one token.
    fileprivate struct Token {
        let hwid: ShortKey
        let app: UInt32
        var platforms: PlatformSet = []
        /// The latest row by which a gateway or a device had taken something.
        var lastAccepted = CompactTime.none
        /// The latest failed row that is evidence, and what it shows.
        var lastRefused = CompactTime.none
        var description = Words.none
        var refused = TokenState.unknown

        var state: TokenState {
            if refused != .unknown, lastRefused > lastAccepted { return refused }
            return lastAccepted == .none ? .unknown : .valid
        }
    }

    /// - Parameters:
    ///   - deliveries: by part of the tally, the deliveries of these devices (``PartCounts/deliveriesByDevice``).
    ///   - groups: how many groups there are.
    init(
        _ deliveries: [[UInt32]], _ settled: [SettledPart], of parts: borrowing Parts<TallyPart>,
        _ words: borrowing Words, _ meanings: DescriptionMeanings, groups: Int
    ) {
        let count = deliveries.reduce(0) { $0 + $1.count }
        var table = SightingTable(room: count, groups: groups)
        var tokens: [Token] = []
        var slots = SlotTable()
        var tokenOfDelivery: [UInt32] = []
        tokenOfDelivery.reserveCapacity(count)
        for (part, numbers) in deliveries.enumerated() {
            var start = 0
            while start < numbers.count {
                let chunk = numbers[start..<min(start + DeliveryChunk.size, numbers.count)]
                let fetched = DeliveryChunk(chunk, of: parts[part].pointee, settled[part])
                for index in 0..<chunk.count {
                    let (delivery, app) = (fetched.deliveries[index], fetched.apps[index])
                    table.insert(Sighting(key: delivery.hwid, group: fetched.groups[index]))
                    let hash = delivery.hwid.hash(with: Int(app))
                    let known = slots.find(hash) { tokens[$0].app == app && tokens[$0].hwid == delivery.hwid }
                    let token = known ?? tokens.count
                    if known == nil {
                        tokens.append(Token(hwid: delivery.hwid, app: app))
                        slots.insert(hash, record: token)
                    }
                    tokenOfDelivery.append(UInt32(token))
                    tokens[token].note(delivery, on: fetched.platforms[index])
                    // Only what was refused has evidence against it.
                    if delivery.refusal != RefusalRecord.none,
                        let evidence = settled[part].evidence[chunk[chunk.startIndex + index]]
                    {
                        let refusal = parts[part].pointee.refusals[Int(evidence)].pointee
                        tokens[token].note(refusal, on: fetched.platforms[index], words, meanings)
                    }
                }
                start += DeliveryChunk.size
            }
        }
        devices = table.count
        for token in tokens {
            states[token.state] += 1
            statesByPlatform[Int(token.platforms.agreed.rawValue)][token.state] += 1
        }
        var index = 0
        for (part, numbers) in deliveries.enumerated() {
            for number in numbers {
                let token = tokens[Int(tokenOfDelivery[index])]
                settled[part].deliveries[Int(number)].token = TokenMark(
                    token.platforms.agreed, isValid: token.state == .valid)
                index += 1
            }
        }
    }
}

/// Some deliveries with what is kept elsewhere of them, read at once: they lie anywhere in memory, and the waits for
/// several overlap where nothing depends on them in between.
private struct DeliveryChunk {
    static let size = 16

    private(set) var deliveries: InlineArray<16, DeliveryRecord>
    private(set) var platforms = InlineArray<16, Platform>(repeating: .unknown)
    private(set) var apps = InlineArray<16, UInt32>(repeating: Words.none)
    private(set) var groups = InlineArray<16, UInt32>(repeating: 0)

    /// - Parameter numbers: one at least, ``size`` at most.
    init(_ numbers: ArraySlice<UInt32>, of part: borrowing TallyPart, _ settledPart: SettledPart) {
        let first = Int(numbers[numbers.startIndex])
        deliveries = InlineArray(repeating: part.deliveries[first].pointee)
        for (index, number) in numbers.enumerated() {
            deliveries[index] = part.deliveries[Int(number)].pointee
            platforms[index] = settledPart.deliveries[Int(number)].platform
        }
        for index in 0..<numbers.count {
            let message = Int(deliveries[index].message)
            apps[index] = part.messages[message].pointee.app
            groups[index] = settledPart.messages[message].group
        }
    }
}

extension TokenPass.Token {
    @inline(__always)
    fileprivate mutating func note(_ delivery: DeliveryRecord, on platform: Platform) {
        platforms.formUnion(PlatformSet(platform))
        lastAccepted = max(lastAccepted, delivery.lastAccepted)
    }

    /// Takes note of failed rows that are evidence: the latest decide, in one second those whose description is greater
    /// in byte order. What one description shows on two platforms is held to be the worse of the two.
    fileprivate mutating func note(
        _ refusal: RefusalRecord, on platform: Platform, _ words: borrowing Words, _ meanings: DescriptionMeanings
    ) {
        let word = meanings.word(of: refusal)
        let shown = meanings.evidence(of: refusal, on: platform)
        if refused != .unknown {
            guard lastRefused <= refusal.last else { return }
            if lastRefused == refusal.last {
                if word == description {
                    if shown == .invalid { refused = .invalid }
                    return
                }
                if !words.text(description).isBefore(words.text(word)) { return }
            }
        }
        lastRefused = refusal.last
        description = word
        refused = shown
    }
}

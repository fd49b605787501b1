public import LogArchive
public import TrackingLog

/// Logs, searched on several threads for the messages of a plan's people.
///
/// They are read twice: whose a message is may show only in its last row. Memory grows with the people and devices of the
/// logs, and with the rows of the plan's people.
public struct PlanSearch: Sendable {
    /// How logs are read. Their order does not matter.
    public var reading = ReadingOptions()
    /// Where person and name are found in payloads.
    public var options = Tally.Options()
    /// Ids that are of one person; nil if none are known.
    public var aliases: Aliases?
    /// No message whose first event is earlier; the run of a person without messages begins then.
    public var since: Timestamp?
    /// No message whose first event is later.
    public var until: Timestamp?
    /// Only messages of these apps; empty for all.
    public var apps: [String] = []
    /// The time at which a step is pending or out of time.
    public var now: Timestamp
    /// Called with the progress over both passes now and then, from any reading thread.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// A search at a time, in all messages.
    public init(at now: Timestamp) { self.now = now }

    /// Holds a plan against logs.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - inputs: files that can be read twice.
    /// - Returns: the verdicts, and the summary of the reading. Inputs that could not be read are named there; the verdicts
    ///   are on the others.
    public func result(of plan: TestPlan, in inputs: [LogInput]) throws -> (result: PlanResult, reading: ReadingSummary)
    {
        let ids = aliases?.ids(of: plan.people) ?? plan.people
        let people = Set(ids.map { Array($0.utf8).withUnsafeBytes { KeyedHash.of($0) } })
        var rows = PlanRows(people, options)
        _ = try read(inputs, into: &rows, people, pass: 0) { $0.find(in: $1) }
        let codes = rows.finder.codes
        let summary = try read(inputs, into: &rows, people, pass: 1) { $0.collect($1, messages: codes) }
        let all = MessageAssembly.messages(in: rows.found, aliases)
        var result = PlanResult(steps: [], quality: Quality(rows: rows.rows, rows.rejects, summary))
        result.ignoredColumns = plan.ignoredColumns
        var steps: [Int: StepResult] = [:]
        for person in plan.people {
            let known = aliases?.person(of: person) ?? person
            let theirs = all.compactMap { message in
                message.narrowed(to: .person(known), aliases) ?? message.narrowed(to: .hwid(person), aliases)
            }.sorted { $0.precedes($1) }
            if theirs.isEmpty {
                // Each search goes over all identities, and only the first are shown.
                let nearest =
                    result.unknownPeople.count < PlanResult.maximumSuggestions
                    ? rows.finder.nearestIdentity(to: person) : nil
                result.unknownPeople.append(.init(name: person, nearest: nearest))
            }
            judge(plan, person, theirs.filter(isAskedFor), into: &steps)
        }
        if !apps.isEmpty {
            let counts = all.compactMap(\.app).reduce(into: [:]) { $0[ByteOrdered(text: $1), default: 0] += 1 }
            result.unmatchedApps = UnmatchedValues(of: "app", apps, among: counts)
        }
        result.steps = plan.steps.indices.compactMap { steps[$0] }
        result.unknownSteps = unknownSteps(of: plan, among: rows.finder.allNames)
        return (result, summary)
    }

    /// Whether a message is in the period and of the apps asked for.
    private func isAskedFor(_ message: TimelineMessage) -> Bool {
        message.firstTime >= since ?? .earliest && message.firstTime <= until ?? .latest
            && (apps.isEmpty || apps.contains { message.app?.isSame(as: $0) ?? false })
    }

    /// Gives the steps of a person their verdicts.
    ///
    /// - Parameter steps: receives them by their places in the plan.
    private func judge(
        _ plan: TestPlan, _ person: String, _ messages: [TimelineMessage], into steps: inout [Int: StepResult]
    ) {
        let planned = plan.steps.enumerated().filter { $0.element.person.isSame(as: person) }
        let ofPlan = messages.filter { message in
            planned.contains { step in message.name.map(step.element.matches) ?? false }
        }
        let evaluation = StepEvaluation(messages: ofPlan, start: ofPlan.first?.firstTime ?? since, now: now)
        for (place, step) in planned {
            let later = planned.filter { $0.offset > place }.map(\.element)
            steps[place] = evaluation.result(of: step, later: later)
        }
    }

    /// The steps that no name in the logs is of. One that is expected not to come is one of them only if it may be mistyped.
    private func unknownSteps(of plan: TestPlan, among names: [String]) -> [PlanResult.Unknown] {
        var unknown: [PlanResult.Unknown] = []
        for step in plan.steps where !names.contains(where: step.matches) {
            let name = (step.journey.map { "\($0) | " } ?? "") + step.step
            guard !unknown.contains(where: { $0.name.isSame(as: name) }) else { continue }
            let nearest = nearest(to: step, name, among: names)
            if step.expectation != .none || nearest != nil { unknown.append(.init(name: name, nearest: nearest)) }
        }
        return unknown
    }

    /// What of a name a step is perhaps meant for, in the form of the step.
    private func nearest(to step: PlannedStep, _ name: String, among names: [String]) -> String? {
        let isWhole = name.contains("|")
        var candidates: Set<ByteOrdered> = []
        for known in names {
            let parts = MessageName(known)
            let candidate =
                isWhole ? [parts.journey, parts.step].compactMap(\.self).joined(separator: " | ") : parts.step
            // Push 2 is not meant where only Push 1 has come so far.
            guard let text = candidate ?? parts.journey, text.digits == name.digits else { continue }
            candidates.insert(ByteOrdered(text: text))
        }
        let sorted = candidates.sorted().map(\.text)
        let word = name.lowercased()
        let lowered = sorted.map { $0.lowercased() }
        let most = max(1, name.utf8.count / 3)
        guard let near = EditDistance.nearest(to: word, among: lowered, within: most) else { return nil }
        return lowered.firstIndex(of: near).map { sorted[$0] }
    }

    private func read(
        _ inputs: [LogInput], into rows: inout PlanRows, _ people: Set<TextKey>, pass: Int,
        _ step: @Sendable (inout PlanRows, borrowing EventBatch) -> Void
    ) throws -> ReadingSummary {
        var reader = LogReader(options: reading)
        if let progress {
            reader.progress = { part in
                var whole = part
                whole.bytesRead += pass * part.bytesTotal
                whole.bytesTotal *= 2
                progress(whole)
            }
        }
        return try reader.fold(inputs, into: &rows) { [options] in
            PlanRows(people, options)
        } step: { rows, batch in
            step(&rows, batch)
        } merge: { rows, other in
            rows.merge(other)
        }
    }
}

extension String {
    fileprivate var digits: [UInt8] { utf8.filter(\.isDigit) }
}

/// What the two passes find.
private struct PlanRows: ~Copyable, Sendable {
    private(set) var finder: PlanFinder
    private(set) var found: FoundRows
    private(set) var rows = 0
    private(set) var rejects = RejectExamples()

    init(_ people: Set<TextKey>, _ options: Tally.Options) {
        finder = PlanFinder(people, options)
        found = FoundRows(person: options.person, name: options.name)
    }

    /// The first pass.
    mutating func find(in batch: borrowing EventBatch) {
        rows += batch.rows.count
        rejects.add(batch)
        batch.text.withUnsafeBytes { text in
            for row in batch.rows { finder.visit(row, text) }
        }
    }

    /// The second pass: takes the rows of the messages found.
    mutating func collect(_ batch: borrowing EventBatch, messages: Set<TextKey>) {
        found.collect(batch, messages: messages)
    }

    /// Adds what another worker has found.
    mutating func merge(_ other: consuming PlanRows) {
        rows += other.rows
        rejects.merge(other.rejects)
        found.merge(other.found)
        finder.merge(other.finder)
    }
}

import ArgumentParser
import Presentation
import Simulation
import TrackingLog

/// What `simulate` plants in its traffic, and where it writes that down.
struct ScenarioOptions: ParsableArguments {
    @Option(
        name: .customLong("scenario"),
        help: ArgumentHelp(
            "Plant a cause of trouble; several by commas or by repeating the option.", valueName: "name"),
        completion: .list(Scenario.allCases.map(\.rawValue)))
    var names: [String] = []

    @Option(help: "Strength of the planted causes (default: middle).")
    var strength: ScenarioStrength?

    @Option(
        help: ArgumentHelp(
            "File for what was planted, as JSON (default: the output's name with .truth.json).", valueName: "file"),
        completion: .file())
    var truth: String?

    @Flag(help: "List the scenarios.")
    var listScenarios = false

    @Flag(help: "With --list-scenarios: print an array of JSON objects.")
    var json = false

    mutating func validate() throws {
        if json, !listScenarios { throw ValidationError("--json needs --list-scenarios") }
        if strength != nil, names.isEmpty { throw ValidationError("--strength needs --scenario") }
        _ = try scenarios()
    }

    /// The scenarios that are named, each once.
    func scenarios() throws -> [Scenario] {
        var named: [Scenario] = []
        for name in names.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let scenario = try Self.scenario(String(name.trimmingPrefix(" ")))
            guard !named.contains(scenario) else {
                throw ValidationError("--scenario names \(scenario.rawValue) twice")
            }
            named.append(scenario)
        }
        if named.count > 1, named.contains(.healthy) {
            throw ValidationError("--scenario healthy plants nothing, and stands alone")
        }
        return named
    }

    private static func scenario(_ name: String) throws -> Scenario {
        if let scenario = Scenario(rawValue: name.lowercased().replacing("-", with: "_")) { return scenario }
        let names = Scenario.allCases.map(\.rawValue)
        let nearest = EditDistance.nearest(to: name.lowercased(), among: names, within: max(2, name.utf8.count / 3))
        throw ValidationError(
            "no scenario '\(name)'" + (nearest.map { "; did you mean \($0)?" } ?? "; --list-scenarios lists them"))
    }

    /// Prints the scenarios, one a line.
    func printList() throws {
        try StandardOutput.write(
            ScenariosAnswer(Scenario.allCases.map { (name: $0.rawValue, meaning: $0.meaning) }), asJSON: json)
    }

    /// Where what was planted is written; nil if nowhere.
    ///
    /// - Parameter output: where the rows go.
    func truthTarget(beside output: OutputTarget) throws -> OutputTarget? {
        guard truth != nil || !names.isEmpty && output.destination == .replacing else { return nil }
        let target = try OutputTarget(truth ?? output.path + ".truth.json", option: "--truth")
        guard !target.isSame(as: output) else {
            throw Failure(
                .wrongUsage, "rows and truth would both go to \(target.name)", hint: "name another file with --truth")
        }
        return target
    }
}

import Analysis
import ArgumentParser
import Erasing

/// Whom an erasure is about.
struct ErasureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A person: a user id, or the hwid of a device for which nobody is named; may be repeated.", valueName: "id")
    )
    var person: [String] = []

    @Option(help: ArgumentHelp("A device; may be repeated.", valueName: "hwid"))
    var hwid: [String] = []

    @Option(help: ArgumentHelp("A message; may be repeated.", valueName: "tracking-code"))
    var code: [String] = []

    @Option(
        name: .customLong("list"),
        help: ArgumentHelp(
            "File of ids: one person a line, or a header with some of the columns person, hwid and tracking_code.",
            valueName: "file"),
        completion: .file())
    var file: String?

    @OptionGroup var aliases: AliasOptions
    @OptionGroup var pointers: PointerOptions

    func validate() throws {
        guard file != nil || !person.isEmpty || !hwid.isEmpty || !code.isEmpty else {
            throw ValidationError("say whom to erase: --person, --hwid, --code or --list")
        }
        guard !(person + hwid + code).contains("") else { throw ValidationError("an id is empty") }
        if file == "-", aliases.aliases == "-" {
            throw ValidationError("--list and --aliases both read standard input")
        }
    }

    /// All ids, each person's aliases among them.
    func list(telling shared: SharedOptions) throws -> ErasureList {
        var list = ErasureList()
        (list.people, list.devices, list.codes) = (person, hwid, code)
        if let file {
            try StandardInput.check([file])
            try list.add(file == "-" ? "/dev/stdin" : file, name: file == "-" ? "standard input" : file)
        }
        if let aliases = try aliases.read(telling: shared) { list.people = aliases.ids(of: list.people) }
        return list
    }
}

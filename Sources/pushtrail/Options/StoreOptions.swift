import ArgumentParser

/// The store's path.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("store"),
        help: ArgumentHelp(
            "Path of the store (default: $PUSHTRAIL_STORE, else \(Self.defaultPath) in the current folder).",
            valueName: "path"),
        completion: .file())
    var named: String?

    /// The path of the store: the option, else `PUSHTRAIL_STORE`, else `pushtrail.db` here.
    var path: String {
        if let named { return named }
        if let path = Environment["PUSHTRAIL_STORE"], !path.isEmpty { return path }
        return Self.defaultPath
    }

    func validate() throws {
        if named?.isEmpty == true { throw ValidationError("--store names no file") }
    }

    static let defaultPath = "pushtrail.db"
}

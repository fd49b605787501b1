public import ArgumentParser
public import EventStore

extension TokenScope: ExpressibleByArgument {}

"""How is business going? Numbers over what a reader may see, each with exactly the items that it counts.

`scope` says whose items of which days are meant; `funnel`, `forecast`, `sales` and `day` each make their numbers of it;
`listed` answers which items a number counts.
"""

"""The pages of editors: plain HTML forms that work by keyboard, without a script. They decide nothing themselves."""

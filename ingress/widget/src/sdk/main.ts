window.dispatchEvent(new Event('parley:loaded'));
